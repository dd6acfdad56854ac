import type { Command } from 'commander';
import { askUrl } from '../init/ask-url.ts';
import { runInit } from '../init/run-init.ts';
import { createScreen } from '../terminal.ts';
import { configOption } from './options.ts';
import { summaries } from './summaries.ts';

type InitArguments = Readonly<{ config: string; prometheus?: string; bearerEnv?: string }>;

/** Adds `init`: it asks for the URL on a terminal only. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(summaries.init)
    .option('--prometheus <url>', 'its URL; without it you are asked')
    .option('--bearer-env <name>', 'environment variable with a token that it wants')
    .option(...configOption)
    .action(async ({ config: file, prometheus, bearerEnv }: InitArguments) => {
      const url = prometheus ?? (await askUrl({ input: process.stdin, output: process.stdout }));
      await runInit(createScreen(process.stdout), { url, bearerEnv, file, now: Date.now() / 1000 });
    });
}
