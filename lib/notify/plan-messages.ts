import { identifyAlarm } from './alarm.ts';
import { trackChannels } from './channel-alarms.ts';
import { composeMessage, type Entry } from './compose.ts';
import { createThread, isForgotten } from './due.ts';
import { createHider } from './hidden.ts';
import { assess, isNotified } from './mark.ts';
import type { Message } from './message.ts';
import { createOutageFinder } from './outage.ts';
import { findOwnAlarm } from './own-alarms.ts';
import { isQuiet, type QuietTimes } from './quiet.ts';
import { channelFailing, findDestinations, listDestinations, type Routes } from './routes.ts';
import type { AlarmRecord, Mark, NotifierState, Thread } from './state.ts';
import { timing } from './timing.ts';
import { isActive, type Seen, type Tracked, trackAlarms } from './track-alarms.ts';

/** The input of a minute's messages; `now` is in Unix seconds. */
export type PlanInput = Seen &
  Readonly<{
    state: NotifierState;
    routes: Routes;
    quiet: QuietTimes;
    /** Seconds until a reminder; undefined for none. */
    remindSeconds?: Readonly<{ warning: number | undefined; critical: number | undefined }>;
  }>;

/** The messages, and the state if all of them are delivered. */
export type Plan = Readonly<{ messages: readonly Message[]; state: NotifierState }>;

/**
 * The messages of this minute and their recipients. Called once a minute. The same input gives the
 * same messages, whatever the order of the alarms. If a message could not be delivered,
 * `settleDeliveries` gives the state to save.
 */
export function planMessages(input: PlanInput): Plan {
  const { routes, now } = input;
  const known = listDestinations(routes);
  const failing = input.state.failing.filter(({ destination }) => known.has(destination));
  const state = { ...input.state, failing };
  const isChannel = ({ alert }: AlarmRecord) => alert.startsWith(channelFailing);
  const tracked = [
    ...trackAlarms(
      state.alarms.filter(record => !isChannel(record)),
      input,
    ),
    ...trackChannels(state.alarms.filter(isChannel), failing, now),
  ].sort((a, b) => (identifyAlarm(a.record) < identifyAlarm(b.record) ? -1 : 1));
  const view = createView(tracked, input);
  const rows = tracked.map(one => ({ one, entries: assessAlarm(one, known, view) }));
  return composeAll(rows, view, { ...input, state });
}

type Row = Readonly<{ one: Tracked; entries: readonly Entry[] }>;

/** What depends on all alarms together, computed once a minute. */
type View = Readonly<{
  destinations: (record: AlarmRecord) => readonly string[];
  hider: ReturnType<typeof createHider>;
  isMuted: (job: string | undefined) => boolean;
  active: ReadonlyMap<string | undefined, readonly AlarmRecord[]>;
  findOutage: ReturnType<typeof createOutageFinder>;
  now: number;
}>;

function createView(tracked: readonly Tracked[], { routes, quiet, now }: PlanInput): View {
  const records = tracked.map(({ record }) => record);
  const muted = new Map<string | undefined, boolean>();
  const isMuted = (job: string | undefined) => {
    const known = muted.get(job) ?? isQuiet(job, quiet, now);
    muted.set(job, known);
    return known;
  };
  return {
    destinations: record => findDestinations(record, routes),
    hider: createHider(records, routes, now),
    isMuted,
    active: Map.groupBy(
      records.filter(({ isOn }) => isOn),
      ({ job }) => job,
    ),
    findOutage: createOutageFinder(records, { routes, isMuted, now }),
    now,
  };
}

function assessAlarm({ record, wentOn }: Tracked, known: ReadonlySet<string>, view: View): Entry[] {
  const routed = view.destinations(record);
  const marks = new Map(record.marks.map(mark => [mark.destination, mark]));
  const isMuted = view.isMuted(record.job);
  const isHidden = view.hider(record) !== undefined;
  const on = isActive(record, view.now);
  return [...new Set([...routed, ...marks.keys()])]
    .filter(name => known.has(name))
    .flatMap(destination => {
      const isRouted = routed.includes(destination);
      const standing = { destination, isActive: on, wentOn, isMuted, isHidden, isRouted };
      const { mark, change } = assess(record, marks.get(destination), standing);
      if (mark === undefined) return [];
      const others = change === undefined ? [] : findOthers(record, view);
      return [{ record, mark, change, others, isVisible: on && !isMuted && !isHidden }];
    });
}

function findOthers({ job, alert }: AlarmRecord, { active }: View): string[] {
  if (job === undefined) return [];
  return (active.get(job) ?? []).map(record => record.alert).filter(name => name !== alert);
}

function composeAll(rows: readonly Row[], view: View, input: PlanInput): Plan {
  const { state, now, remindSeconds = timing.remindSeconds } = input;
  const threads = new Map(state.threads.map(thread => [nameThread(thread), thread]));
  const keptBack = rows
    .map(({ one }) => one.record)
    .filter(record => isActive(record, now) && view.hider(record) === 'outage')
    .filter(({ marks }) => !marks.some(isNotified));
  const left = new Map<Entry, Mark | undefined>();
  const messages: Message[] = [];
  for (const [name, entries] of groupEntries(rows)) {
    const [{ record, mark } = { record: undefined, mark: undefined }] = entries;
    if (record === undefined) continue;
    const thread = threads.get(name) ?? createThread(mark.destination, record.severity);
    const stream = {
      ...{ thread, entries, remindSeconds: remindSeconds[record.severity] },
      keptBack: entries.some(isAboutOutage) ? keptBack : [],
      outage: view.findOutage(thread),
    };
    const composed = composeMessage(stream, now);
    if (composed.message !== undefined) messages.push(composed.message);
    if (Number.isFinite(composed.thread.sentAt)) threads.set(name, composed.thread);
    for (const [index, entry] of entries.entries()) left.set(entry, composed.marks[index]);
  }
  const alarms = rows.map(row => rememberAlarm(row, left, view));
  return { messages, state: { ...state, at: now, alarms, threads: sortThreads(threads, now) } };
}

function groupEntries(rows: readonly Row[]): (readonly [string, readonly Entry[]])[] {
  const entries = rows.flatMap(row => row.entries);
  const groups = Map.groupBy(entries, ({ record, mark }) =>
    nameThread({ destination: mark.destination, severity: record.severity }),
  );
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function nameThread({ severity, destination }: Pick<Thread, 'severity' | 'destination'>): string {
  return `${severity} ${destination}`;
}

function isAboutOutage({ record }: Entry): boolean {
  return findOwnAlarm(record.alert)?.hidesJobs === true;
}

function rememberAlarm({ one, entries }: Row, left: Map<Entry, Mark | undefined>, view: View) {
  const { record } = one;
  const marks = entries.flatMap(entry => left.get(entry) ?? []);
  const waits = record.wasMuted && marks.some(({ kind }) => kind === 'pending');
  return { ...record, marks, wasMuted: record.isOn && (view.isMuted(record.job) || waits) };
}

function sortThreads(threads: ReadonlyMap<string, Thread>, now: number): Thread[] {
  return [...threads]
    .filter(([, thread]) => !isForgotten(thread, now))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, thread]) => thread);
}
