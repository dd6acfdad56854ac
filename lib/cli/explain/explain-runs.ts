import { formatAlertValue, formatPercent } from '../../alarms/format-values.ts';
import type { Batch } from '../../checks/batch.ts';
import type { Alert } from '../../checks/check.ts';
import {
  countExplainedRuns,
  explainRuns,
  type Incident,
  type RunExplanation,
} from '../../checks/explain.ts';
import type { Recovery } from '../../checks/incident.ts';
import type { RunWindow } from '../../checks/run-windows.ts';
import { formatDuration } from '../../model/format.ts';
import { findSetting } from '../../model/job.ts';
import type { JobStatus } from '../job-status.ts';
import { formatClock, formatMinute } from '../moment.ts';
import type { Column } from '../table.ts';
import { mostRows, type Reasons, type Table } from './explanation.ts';

/** What a run that counts for the alert is called. */
type Words = Readonly<{ bad: string; title: string }>;

/** The runs that an alert is judged by, its rule, and what would end it. */
export function explainJudgedRuns(alert: Alert, { job, facts }: JobStatus, at: number): Reasons {
  const found = explainRuns(alert.name, { facts, job, at });
  if (found === undefined) return { sentences: ['There is no run to judge it by.'], tables: [] };
  const limit = formatAlertValue(alert.name, findSetting(job, alert.name).limit);
  const words = findWords(alert, limit);
  const { bad, runs } = countExplainedRuns(found.counted);
  const from = formatClock(found.counted[0]?.at ?? found.judgedFrom, at);
  const summary =
    found.window === undefined
      ? [`Of ${countNoun(runs, 'run')} since ${from}, ${bad} ${words.bad}.`]
      : [];
  return {
    sentences: [
      ...summary,
      ...describeRule(found, words),
      ...describeEnd(found.incident, words, at),
    ],
    tables: [...tabulateWindows(found, words), tabulateRuns(found.batches, words)],
  };
}

function findWords({ unit, metric }: Alert, limit: string): Words {
  if (unit === 'duration') return { bad: `took longer than ${limit}`, title: 'Slow' };
  const isOfItems = metric({ schedule: undefined }) === 'ItemFailureRatePercent';
  return isOfItems
    ? { bad: 'had too many failed items', title: 'Bad' }
    : { bad: 'failed', title: 'Failed' };
}

function describeRule(found: RunExplanation, { bad }: Words): string[] {
  const { window, streak, rareRuns, windows, limitPercent } = found;
  const limit = formatPercent(limitPercent);
  if (window !== undefined) {
    const rate = formatPercent(window.runs === 0 ? 0 : (100 * window.bad) / window.runs);
    const seconds = formatDuration(window.seconds);
    return [
      `The configuration sets a window of ${seconds}: ${window.bad} of ${countNoun(window.runs, 'run')} ${bad}, which is ${rate}; more than ${limit} raises it.`,
    ];
  }
  if (streak === undefined) {
    return [
      `It is raised if more than ${limit} of the items of its last runs failed, and more than chance explains.`,
    ];
  }
  const stricter = `Runs before these ${bad} now and then, so more are needed than usual.`;
  const isOnly = rareRuns === undefined && streak.needed <= 1;
  const rare = `It is raised if more than ${limit} of its last ${rareRuns} runs ${bad}, because it runs rarely and no run before them ${bad}.`;
  const row = `It is raised after ${streak.needed} runs in a row that ${bad}; ${countNow(streak.length)}.`;
  return [
    ...(rareRuns === undefined ? [] : [rare]),
    ...(streak.needed > 1 ? [row] : []),
    ...(windows.length === 0
      ? []
      : [
          `It is ${isOnly ? '' : 'also '}raised if enough of its last runs ${bad}; the first table says how many are enough.`,
          ...(windows.some(window => window.isStricter) ? [stricter] : []),
        ]),
  ];
}

function describeEnd(incident: Incident | undefined, { bad }: Words, at: number): string[] {
  if (incident === undefined) return [];
  const { recoveries, minority, cleanAt, expirySeconds } = incident;
  const early = cleanAt > at ? `, not before ${formatClock(cleanAt, at)}` : '';
  return [
    `It ends after ${recoveries.map(one => describeRecovery(one, bad)).join(' and ')}${early}, or after ${formatDuration(expirySeconds)} without any run.`,
    ...(minority === undefined
      ? []
      : [
          `It also ends when at most ${minority.bad} of its last ${minority.runs} runs ${bad}, and none of the last two.`,
        ]),
  ];
}

/** What replicas do at the same time is once. */
function describeRecovery({ of, good, needed }: Recovery, bad: string): string {
  return of === 'runs'
    ? `${countNoun(needed, 'run')} in a row of which none ${bad} (${countNow(good)})`
    : `${countNoun(needed, 'time')} in a row at which none ${bad} (${good} now)`;
}

function countNow(count: number): string {
  return `there ${count === 1 ? 'is' : 'are'} ${count} now`;
}

function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const right = (title: string): Column => ({ title, align: 'right' });

function tabulateWindows({ windows }: RunExplanation, { title }: Words): Table[] {
  if (windows.length === 0) return [];
  const columns = [right('Last runs'), right(title), right('Enough')];
  const rows = windows.map(window => [
    String(window.runs),
    String(window.bad),
    describeNeeded(window),
  ]);
  return [{ columns, rows }];
}

/** Runs of replicas that are bad at the same time may be enough runs, but not often enough. */
function describeNeeded({ runs, bad, needed, badRounds, neededRounds }: RunWindow): string {
  if (needed > runs) return '-';
  const isOften = bad < needed || badRounds >= neededRounds;
  return isOften ? String(needed) : `${needed}, at ${neededRounds} times`;
}

function tabulateRuns(batches: readonly Batch[], { title }: Words): Table {
  const columns = [
    { title: 'Ended (UTC)', align: 'left' } as const,
    right(title),
    right('Good'),
    right('Other'),
  ];
  const rows = batches
    .slice(-mostRows)
    .map(({ at, bad, good, neutral }) => [formatMinute(at), ...[bad, good, neutral].map(String)]);
  return { columns, rows };
}
