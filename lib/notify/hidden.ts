import type { Check } from '../checks/check.ts';
import { failures } from '../checks/failures.ts';
import { staleness } from '../checks/staleness.ts';
import { findOwnAlarm } from './own-alarms.ts';
import { findDestinations, type Routes } from './routes.ts';
import type { AlarmRecord } from './state.ts';
import { timing } from './timing.ts';
import { isActive, isRecentlyOver } from './track-alarms.ts';

/** Why nobody is notified about an alarm that is on: another alarm that is notified covers it. */
type Hider = 'critical' | 'failing' | 'outage';

/** Returns, for the alarms of one minute, a function that finds what hides an alarm. */
export function createHider(
  records: readonly AlarmRecord[],
  routes: Routes,
  now: number,
): (record: AlarmRecord) => Hider | undefined {
  const notified = records.filter(record => findDestinations(record, routes).length > 0);
  const critical = new Set(
    notified
      .filter(({ job, severity }) => job !== undefined && severity === 'critical')
      .filter(record => isActive(record, now))
      .map(({ job }) => job),
  );
  const failing = new Map(
    notified
      .filter(record => raisesAlarm(failures, record) && isActive(record, now))
      .map(({ job, since }) => [job, since]),
  );
  const outages = notified.filter(record => isOutage(record, now));
  return record => {
    if (findOwnAlarm(record.alert) !== undefined) return undefined;
    if (outages.some(outage => beganDuring(record, outage))) return 'outage';
    if (record.severity === 'critical' || record.job === undefined) return undefined;
    if (critical.has(record.job)) return 'critical';
    return isLateSince(record, failing.get(record.job)) ? 'failing' : undefined;
  };
}

/** A job that has had no good run since it began to fail becomes late, but that is nothing new. */
function isLateSince(record: AlarmRecord, failingSince: number | undefined): boolean {
  const { changedAt, value } = record;
  if (!raisesAlarm(staleness, record) || value === undefined || failingSince === undefined)
    return false;
  // for a job with a schedule, it is the due time that no success has met
  const lastSuccess = changedAt - value;
  return lastSuccess <= failingSince;
}

function raisesAlarm({ alerts }: Check, { alert }: AlarmRecord): boolean {
  return alerts.some(({ name }) => name === alert);
}

/** A problem of the source or of Jobwatch: on, or over so recently that the jobs lag behind. */
function isOutage(record: AlarmRecord, now: number): boolean {
  if (findOwnAlarm(record.alert)?.hidesJobs !== true) return false;
  return isActive(record, now) || isRecentlyOver(record, now, timing.afterOutageSeconds);
}

function beganDuring(record: AlarmRecord, outage: AlarmRecord): boolean {
  const concerns = outage.source === undefined || outage.source === record.source;
  const until = outage.endedAt ?? Number.POSITIVE_INFINITY;
  const from = outage.since - timing.beforeOutageSeconds;
  return concerns && record.since >= from && record.since <= until;
}
