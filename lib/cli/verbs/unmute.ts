import type { Command } from 'commander';
import { removeMute } from '../mute-jobs.ts';
import { printable } from '../terminal.ts';
import { withDeployed } from '../with-deployed.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type UnmuteOptions = Readonly<{ config: string; format: Format }>;

/** Adds `unmute`. Alarms that are still on are notified within a few minutes. */
export function addUnmute(program: Command, finish: Finish): void {
  program
    .command('unmute')
    .description(summaries.unmute)
    .argument('<pattern>', 'the pattern of the mute')
    .option(...configOption)
    .addOption(formatOption())
    .action(async (pattern: string, { config: file, format }: UnmuteOptions) => {
      await withDeployed(file, async ({ deployed }) => {
        const now = Math.floor(Date.now() / 1000);
        await deployed.changeMutes(now, mutes => removeMute(mutes, pattern));
        const text = `${printable(pattern)} is no longer muted`;
        process.stdout.write(`${format === 'json' ? JSON.stringify({ pattern }) : text}\n`);
        finish(exit.well);
      });
    });
}
