import type { Command } from 'commander';
import { askUrl } from '../init/ask-url.ts';
import type { AuthOptions } from '../init/authentication.ts';
import { runInit } from '../init/run-init.ts';
import { createScreen } from '../terminal.ts';
import { configOption } from './options.ts';
import { summaries } from './summaries.ts';

type InitArguments = AuthOptions & Readonly<{ config: string; prometheus?: string }>;

/** Adds `init`. It asks for the URL on a terminal only. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(summaries.init)
    .option('--prometheus <url>', 'its URL; without it you are asked')
    .option('--bearer-env <name>', 'environment variable that contains a token for it')
    .option('--username <name>', 'user of basic authentication')
    .option('--password-env <name>', 'environment variable with the password of that user')
    .option('--workspace-arn <arn>', 'ARN of an Amazon workspace, if its URL does not identify it')
    .option('--tenant <name>', 'tenant, sent as X-Scope-OrgID')
    .option(...configOption)
    .action(async ({ config: file, prometheus, ...auth }: InitArguments) => {
      const url = prometheus ?? (await askUrl({ input: process.stdin, output: process.stdout }));
      await runInit(createScreen(process.stdout), { url, auth, file, now: Date.now() / 1000 });
    });
}
