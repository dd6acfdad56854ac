import type { Command } from 'commander';
import { findStanding } from '../../alarms/standing-breaches.ts';
import { planJobAlarms } from '../../checks/index.ts';
import type { AlertName } from '../../model/job.ts';
import { CliError } from '../cli-error.ts';
import { explainAlert } from '../explain/explain-alert.ts';
import { formatExplanationJson, showExplanations } from '../explain/show-explanation.ts';
import type { JobStatus } from '../job-status.ts';
import { parsePastMoment } from '../moment.ts';
import { withSession } from '../session.ts';
import { type Snapshot, takeSnapshot } from '../snapshot.ts';
import { suggestName } from '../suggest-name.ts';
import { createScreen, printable } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type ExplainOptions = Readonly<{ config: string; alert?: string; at: string; format: Format }>;

/** Adds `explain`. It exits with 2 if the job cannot be judged. */
export function addExplain(program: Command, finish: Finish): void {
  program
    .command('explain')
    .description(summaries.explain)
    .argument('<job>', 'its name')
    .option(...configOption)
    .option(
      '--alert <alert>',
      'one alert; without it, the alerts that are on, or else all alerts of the job',
    )
    .option('--at <time>', 'the minute to explain', 'now')
    .addOption(formatOption())
    .action(async (name: string, { config: file, alert, at, format }: ExplainOptions) => {
      const minute = parsePastMoment('--at', at, Date.now() / 1000);
      await withSession(file, async ({ config, prometheus }) => {
        const snapshot = await takeSnapshot(prometheus, config.fleet, minute);
        const status = findStatus(snapshot, name);
        const explanations = chooseAlerts(snapshot, status, alert).map(one =>
          explainAlert(one, status, snapshot),
        );
        const shown = { job: status.job.name, at: minute, explanations };
        if (format === 'json') process.stdout.write(formatExplanationJson(shown));
        else showExplanations(createScreen(process.stdout), shown);
        if (status.unknown === undefined) return finish(exit.well);
        process.stderr.write(`${printable(name)} cannot be judged: ${status.unknown}\n`);
        finish(exit.unable);
      });
    });
}

function findStatus({ jobs }: Snapshot, name: string): JobStatus {
  const status = jobs.find(({ job }) => job.name === name);
  if (status !== undefined) return status;
  const hint = suggestName(
    name,
    jobs.map(({ job }) => printable(job.name)),
  );
  throw new CliError('bad-argument', `there is no job "${printable(name)}"; ${hint}`);
}

function chooseAlerts(
  snapshot: Snapshot,
  { job, measurements }: JobStatus,
  asked: AlertName | undefined,
): AlertName[] {
  const own = planJobAlarms(job).map(({ alert }) => alert);
  if (asked === undefined) {
    const standing = findStanding(job, measurements, snapshot).map(({ alert }) => alert);
    return standing.length > 0 ? standing : own;
  }
  if (own.includes(asked)) return [asked];
  const hint = suggestName(asked, own);
  throw new CliError('bad-argument', `--alert: found "${printable(asked)}"; ${hint}`);
}
