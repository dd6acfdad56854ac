import { identifyAlarm } from './alarm.ts';
import type { Message, MessageItem } from './message.ts';
import type { AlarmRecord, Mark, NotifierState, Thread } from './state.ts';

/** The results of a minute's messages. Each message is in one of the lists. */
type Deliveries = Readonly<{
  /** The state that the messages were planned from. */
  before: NotifierState;
  /** The state if all of them are delivered. */
  planned: NotifierState;
  delivered: readonly Message[];
  failed: readonly Message[];
  /** Those of the failed ones that wait for readers, which another alarm reports. */
  waiting?: readonly Message[];
}>;

/**
 * The state to save. What was not delivered still has to be reported, and is tried again in the
 * next minute.
 */
export function settleDeliveries({
  before,
  planned,
  delivered,
  failed,
  waiting = [],
}: Deliveries): NotifierState {
  const undelivered = new Map(failed.map(message => [nameStream(message), message]));
  const known = new Map(before.alarms.map(record => [identifyAlarm(record), record.marks]));
  const items = failed.flatMap(message => message.items.map(item => ({ message, item })));
  const failedItems = Map.groupBy(items, ({ item }) => identifyAlarm(item.alarm));
  const alarms = planned.alarms.map(record => {
    const key = identifyAlarm(record);
    return restoreMarks(record, known.get(key) ?? [], failedItems.get(key) ?? []);
  });
  const threads = [
    ...planned.threads.filter(thread => !undelivered.has(nameStream(thread))),
    ...before.threads.filter(thread => undelivered.has(nameStream(thread))),
  ];
  const broken = failed.filter(message => !waiting.includes(message));
  return { ...planned, alarms, threads, failing: listFailing(planned, delivered, broken) };
}

function nameStream({ severity, destination }: Pick<Thread, 'severity' | 'destination'>): string {
  return `${severity} ${destination}`;
}

function restoreMarks(
  record: AlarmRecord,
  before: readonly Mark[],
  failed: readonly Readonly<{ message: Message; item: MessageItem }>[],
): AlarmRecord {
  const destinations = new Set(failed.map(({ message }) => message.destination));
  const restored = failed.map(({ message: { destination }, item }) => {
    const mark = before.find(other => other.destination === destination);
    return mark ?? createUnsentMark(destination, item);
  });
  const others = record.marks.filter(({ destination }) => !destinations.has(destination));
  return { ...record, marks: [...others, ...restored] };
}

function createUnsentMark(destination: string, { change }: MessageItem): Mark {
  const kind = change === 'passed' ? 'passed' : 'pending';
  return { destination, kind, at: 0, incident: 0 };
}

function listFailing(
  { failing, at }: NotifierState,
  delivered: readonly Message[],
  failed: readonly Message[],
): NotifierState['failing'] {
  const works = new Set(delivered.map(({ destination }) => destination));
  const fails = new Set(failed.map(({ destination }) => destination));
  const before = new Set(failing.map(({ destination }) => destination));
  const lasting = failing.filter(({ destination: d }) => fails.has(d) || !works.has(d));
  const fresh = [...fails].filter(destination => !before.has(destination));
  return [...lasting, ...fresh.map(destination => ({ destination, since: at }))];
}
