import { formatSchedule } from '../../model/format.ts';
import { nextDue } from '../../schedule/due.ts';
import { describeDue, describeNever, formatWholeMinutes } from '../describe-status.ts';
import type { JobStatus } from '../job-status.ts';
import { formatClock, formatMinute } from '../moment.ts';
import { mostRows, type Reasons } from './explanation.ts';

/** When a job last succeeded, when it was due, and its last successes. */
export function explainAge(status: JobStatus, at: number): Reasons {
  const { job, facts, lastSuccess, due } = status;
  const success =
    typeof lastSuccess === 'number'
      ? `It last succeeded at ${formatClock(lastSuccess, at)}, ${formatWholeMinutes(at - lastSuccess)} ago.`
      : describeNoSuccess(status, at);
  const rows = facts.successes
    .filter(known => known.at <= at)
    .slice(-mostRows)
    .map(({ time, at: knownAt }) => [formatMinute(time), formatMinute(knownAt)]);
  const columns = ['Succeeded (UTC)', 'Known at'].map(title => ({ title, align: 'left' as const }));
  return {
    sentences: [
      ...describeExpectation(status, at),
      success,
      ...(due === undefined
        ? []
        : [`It is ${describeDue({ ...status, lastSuccess: undefined }, due, at)}.`]),
      ...(job.listed || job.schedule !== undefined
        ? []
        : [
            'It is not listed: its limit follows the gaps between its runs, and the hours in which it usually runs.',
          ]),
      'A success ends it.',
    ],
    tables: rows.length === 0 ? [] : [{ columns, rows }],
  };
}

function describeNoSuccess(status: JobStatus, at: number): string {
  const never = describeNever(status, at);
  return status.isSeen ? `It has ${never}.` : `Prometheus has ${never}.`;
}

function describeExpectation({ job }: JobStatus, at: number): string[] {
  const { schedule, intervalSeconds, sinceSeconds } = job;
  if (schedule === undefined) {
    const since =
      sinceSeconds === undefined ? '' : `, expected since ${formatClock(sinceSeconds, at)}`;
    return [`It ${formatSchedule(intervalSeconds)}${since}.`];
  }
  const crons = schedule.crons.map(cron => `"${cron}"`).join(', ');
  const next = nextDue(schedule, at);
  const then = next === undefined ? '' : `; next due ${formatClock(next, at, schedule.timezone)}`;
  return [`It runs at ${crons} in ${schedule.timezone}${then}.`];
}
