import type { Command } from 'commander';
import { runDemo } from '../run-demo.ts';
import { portOption } from './options.ts';
import { summaries } from './summaries.ts';

type DemoArguments = Readonly<{ port?: number; once?: boolean }>;

/** Adds `demo`. It serves until Ctrl-C, or ends by itself with `--once`. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(summaries.demo)
    .option(...portOption)
    .option('--once', 'print the findings and exit')
    .action(({ port, once = false }: DemoArguments) => runDemo({ port, once }));
}
