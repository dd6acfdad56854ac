import { alertNames, findAlert, findCheck } from '../checks/index.ts';
import { findStanding, type StandingBreach } from '../cli/breaches.ts';
import { describeBreach } from '../cli/describe-breach.ts';
import { formatAlertValue } from '../cli/format-values.ts';
import { type AlertName, isPaused } from '../model/job.ts';
import { summarizeSuccess } from '../panels/render/success-words.ts';
import type { JobRow } from '../panels/rows.ts';
import { findPanel } from './alarms.ts';
import type { Problem } from './dashboard.ts';
import { type Links, linkQuery } from './links.ts';

type Known = Parameters<typeof findStanding>[2] & Readonly<{ links: Links }>;

/** Alarms that stand at a minute, and limits that are passed but not yet for long enough. */
export function listProblems(rows: readonly JobRow[], known: Known): Problem[] {
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

function describeProblem(row: JobRow, breach: StandingBreach, { at, links }: Known): Problem {
  const { alert, severity, since } = breach;
  const { job } = row;
  const check = findCheck(alert).name;
  return {
    job: job.name,
    alert,
    severity,
    state: since === undefined ? 'pending' : 'alarm',
    since: since ?? null,
    text: describeText(row, breach),
    panel: findPanel(alert),
    queryUrl: linkQuery(links, job, { check, at }),
    runbookUrl: `${links.runbookUrl}#${findAlert(alert).runbook}`,
  };
}

/** What is wrong in a few words that follow the job's name. */
function describeText({ job, success }: JobRow, breach: StandingBreach): string {
  const isKnown = success.kind === 'overdue' || success.kind === 'never';
  if (findAlert(breach.alert).unit !== 'age' || !isKnown) return describeBreach(job, breach);
  return `${summarizeSuccess(success)}, limit ${formatAlertValue(breach.alert, breach.limit)}`;
}

/** Where a critical alarm of the same check stands, the warning says nothing new. */
function dropMilder(problems: readonly Problem[]): Problem[] {
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

function worstFirst(a: Problem, b: Problem): number {
  return (
    rank(b) - rank(a) ||
    (a.since ?? 0) - (b.since ?? 0) ||
    alertNames.indexOf(a.alert) - alertNames.indexOf(b.alert)
  );
}

function rank({ severity, state }: Problem): number {
  return (state === 'alarm' ? 2 : 0) + (severity === 'critical' ? 1 : 0);
}
