import { describeBreach } from '../alarms/describe-breach.ts';
import { formatAlertValue } from '../alarms/format-values.ts';
import type { Breach, StandingBreach } from '../alarms/standing-breaches.ts';
import { findAlert } from '../checks/index.ts';
import { formatDuration } from '../model/format.ts';
import type { JobStatus } from './job-status.ts';
import { formatClock } from './moment.ts';

/** A breach with when the job was due, and whether it ever succeeded. */
export function explainBreach(status: JobStatus, breach: Breach, at: number): string {
  if (findAlert(breach.alert).unit !== 'age') return describeBreach(status.job, breach);
  const limit = `limit ${formatAlertValue(breach.alert, breach.limit)}`;
  if (status.due !== undefined) return `${describeDue(status, status.due, at)}, ${limit}`;
  if (status.lastSuccess === null) return `${describeNever(status, at)}, ${limit}`;
  return describeBreach(status.job, breach);
}

/** `due 02:00 Europe/Berlin, 1 h 10 min late`. */
export function describeDue(
  { job, lastSuccess, isSeen }: JobStatus,
  due: number,
  at: number,
): string {
  const when = formatClock(due, at, job.schedule?.timezone);
  const never =
    lastSuccess === null ? `, ${isSeen ? 'never succeeded' : 'no series of this job'}` : '';
  return `due ${when}, ${formatWholeMinutes(at - due)} late${never}`;
}

/** `never succeeded (watched for 12 min)`, or that Prometheus has no series of the job. */
export function describeNever({ watchedFrom, isSeen }: JobStatus, at: number): string {
  const never = isSeen ? 'never succeeded' : 'no series of this job';
  if (watchedFrom === undefined) return never;
  return `${never} (watched for ${formatWholeMinutes(at - watchedFrom)})`;
}

/** Seconds as a duration in whole minutes. */
export function formatWholeMinutes(seconds: number): string {
  return formatDuration(seconds < 60 ? seconds : Math.floor(seconds / 60) * 60);
}

/** `on since 10:02 UTC`, `on since before 04:00 UTC` or `mails in 3 min if it lasts`. */
export function describeAlarmState(breach: StandingBreach, at: number): string {
  const { since, beganBefore, minutesToAlarm } = breach;
  if (since === undefined)
    return `mails in ${minutesToAlarm ?? breach.holdMinutes} min if it lasts`;
  return `on since ${beganBefore ? 'before ' : ''}${formatClock(since, at)}`;
}
