import type { Severity } from '../model/job.ts';
import {
  type AlarmRecord,
  emptyState,
  type Mark,
  type MarkKind,
  type NotifierState,
} from './state.ts';

/** Longest state, in bytes of UTF-8: what 490 jobs with 9 alerts each need at most. */
export const stateLimitBytes = 256 * 1024;

const markKinds: readonly MarkKind[] = ['pending', 'passed', 'said', 'flapping', 'muted'];

type Row = readonly [
  alert: number,
  flags: number,
  since: number,
  changedAt: number,
  ended: number | null,
  times: number,
  value: number | null,
  limit: number | null,
  marks: number,
];

type StoredMark = readonly [
  destination: number,
  kind: number,
  said: number | null,
  incident: number | null,
];

/** Names are stored once in a table; times are seconds before `at`; null is "none". */
type Stored = Readonly<{
  version: 1;
  at: number;
  alerts: readonly (readonly [string, Severity])[];
  destinations: readonly string[];
  markSets: readonly (readonly StoredMark[])[];
  jobs: readonly (readonly [string | null, string | null, readonly Row[]])[];
  threads: readonly (readonly [number, Severity, number, number])[];
  failing: readonly (readonly [number, number])[];
}>;

/** The state as compact JSON. Values keep six digits. */
export function formatState(state: NotifierState): string {
  const alerts = createTable<readonly [string, Severity]>();
  const destinations = createTable<string>();
  const markSets = createTable<readonly StoredMark[]>();
  const ago = (time: number) => state.at - time;
  const formatMark = ({ destination, kind, at, incident }: Mark): StoredMark => [
    destinations.add(destination),
    markKinds.indexOf(kind),
    at === 0 ? null : ago(at),
    incident === 0 ? null : ago(incident),
  ];
  const formatRow = (record: AlarmRecord): Row => [
    alerts.add([record.alert, record.severity]),
    Number(record.isOn) + 2 * Number(record.exists) + 4 * Number(record.wasMuted),
    ago(record.since),
    ago(record.changedAt),
    record.endedAt === undefined ? null : ago(record.endedAt),
    record.times,
    shorten(record.value),
    shorten(record.limit),
    markSets.add(record.marks.map(formatMark)),
  ];
  const byJob = Map.groupBy(state.alarms, ({ job, source }) => JSON.stringify([job, source]));
  const jobs = [...byJob.values()].map(
    records =>
      [records[0]?.job ?? null, records[0]?.source ?? null, records.map(formatRow)] as const,
  );
  const threads = state.threads.map(
    ({ destination, severity, sentAt, step }) =>
      [destinations.add(destination), severity, ago(sentAt), step] as const,
  );
  const failing = state.failing.map(
    ({ destination, since }) => [destinations.add(destination), ago(since)] as const,
  );
  const tables = {
    alerts: alerts.rows,
    destinations: destinations.rows,
    markSets: markSets.rows,
  };
  const stored: Stored = { version: 1, at: state.at, ...tables, jobs, threads, failing };
  return JSON.stringify(stored);
}

function shorten(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(6));
}

/** A table of distinct values; `add` returns a value's index. */
function createTable<T>(): Readonly<{ rows: T[]; add: (value: T) => number }> {
  const places = new Map<string, number>();
  const rows: T[] = [];
  return {
    rows,
    add: value => {
      const key = JSON.stringify(value);
      const place = places.get(key) ?? rows.push(value) - 1;
      places.set(key, place);
      return place;
    },
  };
}

/**
 * Reads what `formatState` wrote. A text of another version, or no text, is an empty state: what is
 * on is then reported again, which is better than never.
 */
export function parseState(text: string | undefined): NotifierState {
  const stored = readStored(text);
  if (stored === undefined) return emptyState;
  const { at } = stored;
  const time = (ago: number) => at - ago;
  const name = (place: number) => stored.destinations[place] ?? '';
  const readMark = ([place, kind, said, incident]: StoredMark): Mark => ({
    destination: name(place),
    kind: markKinds[kind] ?? 'pending',
    at: said === null ? 0 : time(said),
    incident: incident === null ? 0 : time(incident),
  });
  return {
    version: 1,
    at,
    alarms: stored.jobs.flatMap(([job, source, rows]) =>
      rows.map(row => ({
        ...{ job: job ?? undefined, source: source ?? undefined },
        ...readRow(row, stored),
        marks: (stored.markSets[row[8]] ?? []).map(readMark),
      })),
    ),
    threads: stored.threads.map(([place, severity, sent, step]) => ({
      ...{ destination: name(place), severity, sentAt: time(sent), step },
    })),
    failing: stored.failing.map(([place, since]) => ({
      destination: name(place),
      since: time(since),
    })),
  };
}

function readRow(row: Row, { alerts, at }: Stored) {
  const [place, flags, since, changedAt, ended, times, value, limit] = row;
  const [alert, severity] = alerts[place] ?? ['', 'warning'];
  return {
    ...{ alert, severity, times, since: at - since, changedAt: at - changedAt },
    isOn: (flags & 1) !== 0,
    exists: (flags & 2) !== 0,
    wasMuted: (flags & 4) !== 0,
    endedAt: ended === null ? undefined : at - ended,
    value: value ?? undefined,
    limit: limit ?? undefined,
  };
}

function readStored(text: string | undefined): Stored | undefined {
  if (text === undefined) return undefined;
  try {
    const stored = JSON.parse(text) as Stored | null;
    return stored?.version === 1 && Array.isArray(stored.jobs) ? stored : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
