import type { AlarmState } from '../alarms/evaluate.ts';
import { type AlarmChange, type AlarmSnapshot, identifyAlarm } from './alarm.ts';
import type { AlarmRecord } from './state.ts';
import { timing } from './timing.ts';

/** What happened to the alarms since the last minute. */
export type Seen = Readonly<{
  /** All alarms of the service, or undefined if they were not read completely. */
  alarms: readonly AlarmSnapshot[] | undefined;
  changes: readonly AlarmChange[];
  now: number;
}>;

/** A record, and whether it went on within this minute. */
export type Tracked = Readonly<{ record: AlarmRecord; wentOn: boolean }>;

/**
 * Updates the records: first the changes in order, then the alarms' present state. A change of an
 * alarm that is neither remembered nor read is ignored, because nothing else is known about it.
 */
export function trackAlarms(records: readonly AlarmRecord[], seen: Seen): Tracked[] {
  const known = new Map(records.map(record => [identifyAlarm(record), record]));
  const shown = new Map(seen.alarms?.map(alarm => [identifyAlarm(alarm), alarm]));
  const changes = groupChanges(seen.changes);
  const tracked: Tracked[] = [];
  for (const key of new Set([...known.keys(), ...shown.keys()])) {
    const snapshot = shown.get(key);
    const before = known.get(key) ?? (snapshot && createRecord(snapshot));
    if (before === undefined) continue;
    const exists = seen.alarms === undefined ? before.exists : snapshot !== undefined;
    const after = replay(before, changes.get(key) ?? [], { snapshot, now: seen.now });
    const wentOn = after.times !== before.times || (after.isOn && !before.isOn);
    const record = { ...after, exists, wasMuted: after.isOn && after.wasMuted };
    if (isWorthKeeping(record, wentOn, seen.now)) tracked.push({ record, wentOn });
  }
  return tracked;
}

function groupChanges(changes: readonly AlarmChange[]): ReadonlyMap<string, AlarmChange[]> {
  return Map.groupBy(
    changes.toSorted((a, b) => a.at - b.at),
    identifyAlarm,
  );
}

function createRecord(alarm: AlarmSnapshot): AlarmRecord {
  const { alert, job, severity, source, value, limit } = alarm;
  return {
    ...{ alert, job, severity, source, value, limit, isOn: false, exists: true, wasMuted: false },
    ...{ since: 0, changedAt: 0, endedAt: undefined, times: 0, marks: [] },
  };
}

type Present = Readonly<{ snapshot: AlarmSnapshot | undefined; now: number }>;

function replay(before: AlarmRecord, changes: readonly AlarmChange[], present: Present) {
  const { snapshot, now } = present;
  let record = before;
  for (const { state, at } of changes) if (at > record.changedAt) record = enter(record, state, at);
  if (snapshot === undefined || isOutdated(snapshot, record, now)) return record;
  const { severity, source, value, limit } = snapshot;
  const entered = enter(record, snapshot.state, Math.max(snapshot.since, record.changedAt));
  return { ...entered, severity, source, ...(entered.isOn ? { value, limit } : {}) };
}

/** A read just after a change may still show the previous state; later on, the read is right. */
function isOutdated({ since }: AlarmSnapshot, { changedAt }: AlarmRecord, now: number): boolean {
  return since < changedAt && now - changedAt < timing.readSettlesSeconds;
}

/** Unknown is not a change: an alarm without data keeps its state. */
function enter(record: AlarmRecord, state: AlarmState, at: number): AlarmRecord {
  if (state === 'INSUFFICIENT_DATA' || (state === 'ALARM') === record.isOn) return record;
  if (state === 'OK') return { ...record, isOn: false, endedAt: at, changedAt: at };
  const isBack = record.endedAt !== undefined && at - record.endedAt <= timing.flapSeconds;
  const episode = isBack
    ? { since: record.since, times: record.times + 1 }
    : { since: at, times: 1 };
  return { ...record, ...episode, isOn: true, changedAt: at, endedAt: undefined };
}

function isWorthKeeping(record: AlarmRecord, wentOn: boolean, now: number): boolean {
  if (record.marks.length > 0) return true;
  if (!record.exists) return false;
  return record.isOn || wentOn || isRecentlyOver(record, now, timing.flapSeconds);
}

/** Whether an alarm ended at most this many seconds ago. */
export function isRecentlyOver(
  { isOn, endedAt }: AlarmRecord,
  now: number,
  seconds: number,
): boolean {
  return !isOn && endedAt !== undefined && now - endedAt <= seconds;
}

/** On, or off for such a short time after it came and went that it counts as on. */
export function isActive(record: AlarmRecord, now: number): boolean {
  if (!record.exists) return false;
  return record.isOn || (record.times > 1 && isRecentlyOver(record, now, timing.flapSeconds));
}
