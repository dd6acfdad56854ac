import type { Command } from 'commander';
import { removeMute } from '../mute-jobs.ts';
import { printable } from '../terminal.ts';
import { withDeployed } from '../with-deployed.ts';
import { configOption, exit, type Finish } from './options.ts';
import { summaries } from './summaries.ts';

/** Adds `unmute`. Alarms that are still on are notified within a few minutes. */
export function addUnmute(program: Command, finish: Finish): void {
  program
    .command('unmute')
    .description(summaries.unmute)
    .argument('<pattern>', 'the pattern of the mute')
    .option(...configOption)
    .action(async (pattern: string, { config: file }: Readonly<{ config: string }>) => {
      await withDeployed(file, async ({ deployed }) => {
        const now = Math.floor(Date.now() / 1000);
        await deployed.changeMutes(now, mutes => removeMute(mutes, pattern));
        process.stdout.write(`${printable(pattern)} is no longer muted\n`);
        finish(exit.well);
      });
    });
}
