import type { Severity } from '../model/job.ts';
import { identifyAlarm } from './alarm.ts';
import { advanceThread, findDueTime, type Pending, remindedThread } from './due.ts';
import { isNotified } from './mark.ts';
import { type ItemChange, isResolved, type Message, type MessageItem } from './message.ts';
import type { Outage } from './outage.ts';
import type { AlarmRecord, Mark, Thread } from './state.ts';
import { timing } from './timing.ts';

/** One alarm for one destination, and the change to notify. */
export type Entry = Readonly<{
  record: AlarmRecord;
  mark: Mark;
  change: ItemChange | undefined;
  /** On, and neither hidden nor muted: a reminder repeats these. */
  isVisible: boolean;
  others: readonly string[];
}>;

type Stream = Readonly<{
  thread: Thread;
  entries: readonly Entry[];
  keptBack: readonly AlarmRecord[];
  /** Seconds until a reminder; undefined for none. */
  remindSeconds: number | undefined;
  outage: Outage;
}>;

/** The message and the new marks: one for each entry, undefined if nothing is left to report. */
type Composed = Readonly<{
  message: Message | undefined;
  thread: Thread;
  marks: readonly (Mark | undefined)[];
}>;

/** The message of one destination and severity in this minute, if there is one. */
export function composeMessage(stream: Stream, now: number): Composed {
  const { thread, entries } = stream;
  const kept = { message: undefined, thread, marks: entries.map(({ mark }) => mark) };
  if (now - thread.sentAt < timing.companySeconds) return kept;
  const pending = findPending(stream, now);
  const isDue = pending.news.length > 0 && now >= findDueTime(pending, thread);
  if (isDue) return composeUpdate(stream, pending, now);
  if (!isReminderDue(stream, now)) return kept;
  return composeReminder(stream, remindedThread(thread, pending, now));
}

function findPending({ entries, outage }: Stream, now: number): Pending {
  const news = entries.flatMap(({ record, change }) =>
    change === undefined ? [] : [{ record, change }],
  );
  const notifiedJobs = new Set(
    entries
      .filter(
        ({ mark, record }) => isNotified(mark) && now - record.since < timing.crowd.ageSeconds,
      )
      .map(e => e.record.job),
  ).size;
  const isAllClear = news.length === entries.length && news.every(isResolved);
  return { news, notifiedJobs, isAllClear, ...outage };
}

function isReminderDue({ entries, remindSeconds }: Stream, now: number): boolean {
  if (remindSeconds === undefined) return false;
  return entries.some(
    ({ mark, isVisible }) => isVisible && isNotified(mark) && now - mark.at >= remindSeconds,
  );
}

function composeUpdate(stream: Stream, pending: Pending, now: number): Composed {
  const { thread, entries } = stream;
  const opened = findOpened(entries);
  const marks = entries.map(entry => markNotified(entry, now, opened));
  const changed = entries.filter(({ change }) => change !== undefined);
  const message = {
    ...addressMessage(stream, now),
    kind: pending.news.every(isResolved) ? ('recovery' as const) : ('alarm' as const),
    items: changed.map(toItem).toSorted(compareItems),
    standing: entries.filter(e => e.change === undefined && isNotified(e.mark)).map(e => e.record),
    incidents: { opened, closed: findClosed(entries, marks) },
  };
  return { message, marks, thread: advanceThread(thread, pending, now) };
}

function composeReminder(stream: Stream, thread: Thread): Composed {
  const { entries } = stream;
  const now = thread.sentAt;
  const isRepeated = ({ mark, isVisible }: Entry) => isVisible && isNotified(mark);
  const repeated = entries.filter(isRepeated);
  const marks = entries.map(entry => (isRepeated(entry) ? { ...entry.mark, at: now } : entry.mark));
  const message = {
    ...addressMessage(stream, now),
    kind: 'reminder' as const,
    items: repeated.map(e => toItem({ ...e, change: 'standing' })).toSorted(compareItems),
    standing: [],
    incidents: { opened: undefined, closed: [] },
  };
  return { message, marks, thread };
}

function addressMessage({ thread, keptBack }: Stream, at: number) {
  const { destination, severity }: { destination: string; severity: Severity } = thread;
  return { destination, severity, at, keptBack };
}

function toItem({ record, change, others }: Entry): MessageItem {
  return { alarm: record, change: change ?? 'standing', others };
}

/** An incident's beginning does not depend on when it is notified: a repeated message is the same incident. */
function findOpened(entries: readonly Entry[]): number | undefined {
  const begun = entries.filter(
    ({ mark, change }) => mark.incident === 0 && change !== undefined && !isResolved({ change }),
  );
  return begun.length === 0 ? undefined : Math.min(...begun.map(({ record }) => record.since));
}

function markNotified({ record, mark, change }: Entry, now: number, opened = 0): Mark | undefined {
  if (change === undefined) return mark;
  if (isResolved({ change })) return undefined;
  const kind = record.times > 1 ? 'flapping' : 'said';
  return { ...mark, kind, at: now, incident: mark.incident === 0 ? opened : mark.incident };
}

function findClosed(entries: readonly Entry[], marks: readonly (Mark | undefined)[]): number[] {
  const open = new Set(marks.map(mark => mark?.incident));
  const before = new Set(entries.map(({ mark }) => mark.incident));
  return [...before].filter(incident => incident !== 0 && !open.has(incident)).sort();
}

const changeOrder: readonly ItemChange[] = [
  ...(['began', 'unmuted', 'flapping', 'standing', 'passed', 'recovered', 'gone'] as const),
];

function compareItems(a: MessageItem, b: MessageItem): number {
  const byChange = changeOrder.indexOf(a.change) - changeOrder.indexOf(b.change);
  const byExcess = measureExcess(b.alarm) - measureExcess(a.alarm);
  const byTime = a.alarm.since - b.alarm.since;
  return (
    byChange || byExcess || byTime || (identifyAlarm(a.alarm) < identifyAlarm(b.alarm) ? -1 : 1)
  );
}

/** How many times its limit the value is; 0 if that is not known. */
function measureExcess({ value, limit }: AlarmRecord): number {
  return value === undefined || limit === undefined || limit <= 0 ? 0 : value / limit;
}
