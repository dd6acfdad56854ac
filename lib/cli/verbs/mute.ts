import type { Command } from 'commander';
import {
  addMute,
  describeMute,
  findMutedJobs,
  formatMuteJson,
  parseMuteSeconds,
  parseReason,
} from '../mute-jobs.ts';
import { withDeployed } from '../with-deployed.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type MuteOptions = Readonly<{ config: string; for: string; reason: string; format: Format }>;

/** Adds `mute`. Nobody is notified about the jobs until the mute ends; everything else goes on. */
export function addMuteVerb(program: Command, finish: Finish): void {
  program
    .command('mute')
    .description(summaries.mute)
    .argument('<pattern>', 'name of a job, or a pattern: * matches any characters')
    .option(...configOption)
    .requiredOption('--for <duration>', 'how long, such as 2h')
    .requiredOption('--reason <text>', 'why, for everyone who reads the status')
    .addOption(formatOption())
    .action(async (pattern: string, options: MuteOptions) => {
      const seconds = parseMuteSeconds(options.for);
      const reason = parseReason(options.reason);
      await withDeployed(options.config, async ({ config, deployed }) => {
        const jobs = findMutedJobs(config, pattern);
        const who = await deployed.findCaller();
        const since = Math.floor(Date.now() / 1000);
        const mute = { pattern, since, until: since + seconds, reason, who };
        await deployed.changeMutes(since, mutes => addMute(mutes, mute));
        const count = `${jobs.length} of ${config.fleet.jobs.length} listed jobs`;
        process.stdout.write(
          options.format === 'json'
            ? formatMuteJson(mute, jobs)
            : `${describeMute(mute)}\nIt covers ${count}.\n`,
        );
        finish(exit.well);
      });
    });
}
