import { describeBreach } from '../alarms/describe-breach.ts';
import { formatAlertValue } from '../alarms/format-values.ts';
import { findStanding, type StandingBreach } from '../alarms/standing-breaches.ts';
import { alertNames, findAlert, findCheck } from '../checks/index.ts';
import { type AlertName, isPaused } from '../model/job.ts';
import type { Muted } from '../panels/muted.ts';
import { summarizeSuccess } from '../panels/render/success-words.ts';
import type { JobRow } from '../panels/rows.ts';
import { matchesPattern } from '../schedule/maintenance.ts';
import { findPanel } from './alarms.ts';
import type { JobProblem } from './dashboard.ts';
import { describeMute } from './describe-muted.ts';
import { linkQuery, type PageLinks } from './links.ts';

type ProblemInput = Parameters<typeof findStanding>[2] &
  Readonly<{ links: PageLinks; muted: readonly Muted[] }>;

/** Alarms that are on at a minute, and limits that are exceeded but not yet for long enough. */
export function listProblems(rows: readonly JobRow[], known: ProblemInput): JobProblem[] {
  const found = rows
    .filter(({ job, suspended }) => !suspended && !isPaused(job, known.at))
    .flatMap(row => {
      const { job } = row;
      const standing = findStanding(job, listMeasurements(row), known);
      return standing.map(breach => describeProblem(row, breach, known));
    });
  return dropMilder(found).sort(worstFirst);
}

function listMeasurements({ job, values, limits }: JobRow) {
  return Object.entries(values).map(([metric, value]) => ({
    job: job.name,
    metric: metric as keyof typeof values,
    value,
    limits,
  }));
}

function describeProblem(
  row: JobRow,
  breach: StandingBreach,
  { at, links, muted }: ProblemInput,
): JobProblem {
  const { alert, severity, since } = breach;
  const { job } = row;
  const check = findCheck(alert).name;
  return {
    job: job.name,
    alert,
    severity,
    state: since === undefined ? 'pending' : 'alarm',
    since: since ?? null,
    text: `${describeText(row, breach)}${findMute(job.name, muted)}`,
    panel: findPanel(alert),
    queryUrl: linkQuery(links, job, { check, at }),
    runbookUrl: `${links.runbookUrl}#${findAlert(alert).runbook}`,
  };
}

/** Whether no one is notified about a job. */
function findMute(name: string, muted: readonly Muted[]): string {
  const found = muted.find(({ jobs }) => jobs.some(pattern => matchesPattern(pattern, name)));
  return found === undefined ? '' : `; ${describeMute(found)}`;
}

/** What is wrong in a few words that follow the job's name. */
function describeText(row: JobRow, breach: StandingBreach): string {
  const since = findAlert(breach.alert).unit === 'age' ? describeAge(row) : undefined;
  if (since === undefined) return describeBreach(row.job, breach);
  return `${since}, limit ${formatAlertValue(breach.alert, breach.limit)}`;
}

/** The text instead of an age if there was no success. */
function describeAge({ success, values }: JobRow): string | undefined {
  switch (success.kind) {
    case 'succeeded':
      return undefined;
    case 'unjudgeable':
      // without a measurement the source is silent, so the age is that of the alarm
      return values.SecondsSinceSuccess === undefined ? undefined : success.reason;
    default:
      return summarizeSuccess(success);
  }
}

/** If a critical alarm of the same check is on, the warning says nothing new. */
function dropMilder(problems: readonly JobProblem[]): JobProblem[] {
  const nameCheck = (alert: AlertName) => findCheck(alert).name;
  return problems.filter(
    ({ job, alert, severity }) =>
      severity === 'critical' ||
      !problems.some(
        other =>
          other.job === job &&
          other.severity === 'critical' &&
          other.state === 'alarm' &&
          nameCheck(other.alert) === nameCheck(alert),
      ),
  );
}

function worstFirst(a: JobProblem, b: JobProblem): number {
  return (
    rank(b) - rank(a) ||
    (a.since ?? 0) - (b.since ?? 0) ||
    alertNames.indexOf(a.alert) - alertNames.indexOf(b.alert)
  );
}

function rank({ severity, state }: JobProblem): number {
  return (state === 'alarm' ? 2 : 0) + (severity === 'critical' ? 1 : 0);
}
