import type { Command } from 'commander';
import { runDemo } from '../run-demo.ts';
import { portOption } from './options.ts';

type DemoArguments = Readonly<{ port?: number; once?: boolean }>;

/** Adds `demo`: it serves until Ctrl-C, or ends by itself with `--once`. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('a day of six example jobs on a real Prometheus, without an AWS account')
    .option(...portOption)
    .option('--once', 'print the findings and end')
    .action(({ port, once = false }: DemoArguments) => runDemo({ port, once }));
}
