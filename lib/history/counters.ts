import { findGains, type Gain } from './gains.ts';
import { mergeCopies, type Segment } from './merge-copies.ts';
import { findRenamed, type Renamed } from './renamed-targets.ts';
import type { Identity, Kind, Store, StoredJob, StoredSeries } from './store.ts';

/** One counter of a job, and its values. */
export type CounterLine = Readonly<{ identity: Identity; spans: readonly Segment[] }>;

/** A counter, and when it gained how much. */
export type CounterGains = CounterLine & Readonly<{ gains: readonly Gain[] }>;

/** The most that can have happened in this many seconds before a time. */
export type Allowance = (
  where: Readonly<{ target: string; seconds: number; time: number; isWatched: boolean }>,
) => number;

/** A part continues a part that ended at most this many seconds before it began. */
const successionSeconds = 600;

/** Every counter of one kind that a job has, and what it gained. */
export function readCounters(
  store: Store,
  job: StoredJob,
  kind: Kind,
  allowance: Allowance,
): CounterGains[] {
  const countedFrom = findFirstCount(job, kind);
  const lines = readLines(job, kind);
  const counters = Map.groupBy(lines, ({ identity }) => keyCounter(identity));
  const renamed = findRenamed(job);
  const readLine = (line: CounterLine, parts: readonly CounterLine[]) => {
    const { target, scrapeJob, isGauge } = line.identity;
    const gains = findGains(line.spans, {
      store,
      target,
      scrapeJob,
      isGauge,
      knownFrom: store.oldest,
      mostIn: (seconds, time, isWatched) => allowance({ target, seconds, time, isWatched }),
      predecessor: time =>
        Math.min(
          findPredecessor(parts, time),
          findUnderOldName({ line, lines, renamed: renamed.get(target) }, time),
        ),
    });
    const isKnown = ({ time }: Gain) => !isGauge || time < countedFrom;
    return { ...line, gains: gains.filter(isKnown) };
  };
  return [...counters.values()].flatMap(parts => parts.map(line => readLine(line, parts)));
}

/** Every counter of one kind that a job has: its copies as one line. */
export function readLines(job: StoredJob, kind: Kind): CounterLine[] {
  const lines = Map.groupBy(listOfKind(job, kind), ({ identity }) =>
    JSON.stringify([keyCounter(identity), identity.part]),
  );
  return [...lines.values()].map(copies => {
    // a group is never empty
    const [{ identity }] = copies as [StoredSeries];
    return { identity, spans: mergeCopies(copies.map(({ segments }) => segments)) };
  });
}

function listOfKind(job: StoredJob, kind: Kind): StoredSeries[] {
  return [...job.series.values()].filter(({ identity }) => identity.kind === kind);
}

/** From when counters count the runs, so that gauges of kept runs are not needed; Unix seconds. */
function findFirstCount(job: StoredJob, kind: Kind): number {
  const counts = listOfKind(job, kind).filter(({ identity }) => !identity.isGauge);
  const times = counts.map(({ segments: { starts, values } }) => {
    const index = values.findIndex(value => value > 0);
    return starts[index] ?? Number.POSITIVE_INFINITY;
  });
  return Math.min(...times, Number.POSITIVE_INFINITY);
}

function keyCounter({ target, outcome, status, bound }: Identity): string {
  return JSON.stringify([target, outcome, status, bound]);
}

/** The last value that the counter had under its target's old name; infinite if there is none. */
function findUnderOldName(
  {
    line: { identity },
    lines,
    renamed,
  }: Readonly<{
    line: CounterLine;
    lines: readonly CounterLine[];
    renamed: Renamed | undefined;
  }>,
  time: number,
): number {
  if (renamed?.at !== time) return Number.POSITIVE_INFINITY;
  const key = keyCounter({ ...identity, target: renamed.from });
  const old = lines.find(
    other => other.identity.part === identity.part && keyCounter(other.identity) === key,
  );
  return old?.spans.at(-1)?.value ?? Number.POSITIVE_INFINITY;
}

/**
 * The last value of a part that ended when another began, so that only the label set changed.
 * Infinite if there is none.
 */
function findPredecessor(parts: readonly CounterLine[], time: number): number {
  const ended = parts
    .flatMap(({ spans }) => spans.slice(-1))
    .filter(({ end }) => end < time && time - end <= successionSeconds)
    .map(({ value }) => value);
  return ended.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ended);
}
