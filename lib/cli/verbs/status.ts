import type { Command } from 'commander';
import { formatStatusJson, listStanding, showStatus } from '../deployed-report.ts';
import { createScreen } from '../terminal.ts';
import { withDeployed } from '../with-deployed.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type StatusOptions = Readonly<{ config: string; format: Format }>;

/** Adds `status`. It exits with 1 if an alarm is on, muted or not. */
export function addStatus(program: Command, finish: Finish): void {
  program
    .command('status')
    .description(summaries.status)
    .option(...configOption)
    .addOption(formatOption())
    .action(async ({ config: file, format }: StatusOptions) => {
      await withDeployed(file, async ({ config, deployed }) => {
        const at = Math.floor(Date.now() / 1000);
        const status = await deployed.readStatus(at);
        const standing = listStanding(config, status, at);
        const report = { config, status, standing, at };
        if (format === 'json') process.stdout.write(formatStatusJson(report));
        else showStatus(createScreen(process.stdout), report);
        finish(standing.length > 0 ? exit.breach : exit.well);
      });
    });
}
