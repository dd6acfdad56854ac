import type { Command } from 'commander';
import { checkJson, reportJobs, showCheck } from '../check-report.ts';
import { parseMoment } from '../moment.ts';
import { withSession } from '../session.ts';
import { takeSnapshot } from '../snapshot.ts';
import { screenOf } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';

type CheckOptions = Readonly<{ config: string; at: string; format: Format }>;

/** Adds `check`: it ends with 1 where something breaches. */
export function addCheck(program: Command, finish: Finish): void {
  program
    .command('check')
    .description('what Jobwatch says of each job at this minute')
    .option(...configOption)
    .option('--at <time>', 'the minute to judge', 'now')
    .addOption(formatOption())
    .action(async ({ config, at, format }: CheckOptions) => {
      const minute = parseMoment('--at', at, Date.now() / 1000);
      const breach = await withSession(config, async ({ config: { fleet }, prometheus }) => {
        const snapshot = await takeSnapshot(prometheus, fleet, minute);
        const reports = reportJobs(fleet, snapshot);
        if (format === 'json') process.stdout.write(checkJson(reports, snapshot));
        else showCheck(screenOf(process.stdout), reports, snapshot);
        return reports.some(({ breaches }) => breaches.length > 0);
      });
      finish(breach ? exit.breach : exit.well);
    });
}
