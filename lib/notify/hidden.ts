import { findOwnAlarm } from './own-alarms.ts';
import { findDestinations, type Routes } from './routes.ts';
import type { AlarmRecord } from './state.ts';
import { timing } from './timing.ts';
import { isActive, isRecentlyOver } from './track-alarms.ts';

/** Why nobody is notified about an alarm that is on: another alarm that is notified covers it. */
type Hider = 'critical' | 'outage';

/** Gives, for the alarms of one minute, what hides one of them. */
export function createHider(
  records: readonly AlarmRecord[],
  routes: Routes,
  now: number,
): (record: AlarmRecord) => Hider | undefined {
  const told = records.filter(record => findDestinations(record, routes).length > 0);
  const critical = new Set(
    told
      .filter(({ job, severity }) => job !== undefined && severity === 'critical')
      .filter(record => isActive(record, now))
      .map(({ job }) => job),
  );
  const outages = told.filter(record => isOutage(record, now));
  return record => {
    if (findOwnAlarm(record.alert) !== undefined) return undefined;
    if (outages.some(outage => beganDuring(record, outage))) return 'outage';
    const isLess = record.severity === 'warning' && record.job !== undefined;
    return isLess && critical.has(record.job) ? 'critical' : undefined;
  };
}

/** Trouble of the source or of Jobwatch: on, or over so recently that the jobs lag behind. */
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
