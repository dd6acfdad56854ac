import type { Command } from 'commander';
import { concludeCheck, formatCheckJson, reportJobs } from '../check-report.ts';
import { showCheck } from '../check-table.ts';
import { parsePastMoment } from '../moment.ts';
import { withSession } from '../session.ts';
import { takeSnapshot } from '../snapshot.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type CheckOptions = Readonly<{ config: string; at: string; format: Format }>;

/** Adds `check`. It exits with 1 for a breach, with 2 if a listed job cannot be judged. */
export function addCheck(program: Command, finish: Finish): void {
  program
    .command('check')
    .description(summaries.check)
    .option(...configOption)
    .option('--at <time>', 'the minute to judge', 'now')
    .addOption(formatOption())
    .action(async ({ config: file, at, format }: CheckOptions) => {
      const minute = parsePastMoment('--at', at, Date.now() / 1000);
      await withSession(file, async ({ config: { fleet, maintenance }, prometheus }) => {
        const snapshot = await takeSnapshot(prometheus, fleet, minute);
        const reports = reportJobs(snapshot, maintenance);
        if (format === 'json') process.stdout.write(formatCheckJson(reports, snapshot));
        else showCheck(createScreen(process.stdout), reports, snapshot);
        finish(exit[concludeCheck(reports, snapshot)]);
      });
    });
}
