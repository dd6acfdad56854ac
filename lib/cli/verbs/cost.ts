import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { overBudget } from '../../cost/budget.ts';
import { formatCostJson, showCost } from '../cost-verb.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

/** Adds `cost`. It exits with 1 if the configuration's own budget is exceeded. */
export function addCost(program: Command, finish: Finish): void {
  program
    .command('cost')
    .description(summaries.cost)
    .option(...configOption)
    .addOption(formatOption())
    .action(async ({ config: file, format }: { config: string; format: Format }) => {
      const config = await loadConfig(file);
      const over = overBudget(config);
      if (format === 'json') process.stdout.write(formatCostJson(config));
      else showCost(createScreen(process.stdout), config);
      if (over !== undefined) process.stderr.write(`${over.message}\n`);
      finish(over === undefined ? exit.well : exit.breach);
    });
}
