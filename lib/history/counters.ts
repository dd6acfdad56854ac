import { findGains, type Gain } from './gains.ts';
import { mergeCopies, type Segment } from './merge-copies.ts';
import type { Identity, Kind, Outcome, Store, StoredJob, StoredSeries } from './store.ts';

/** One counter of a job: its target, what it counts, and when it gained how much. */
export type CounterGains = Readonly<{
  target: string;
  part: string;
  outcome: Outcome;
  bound: number | undefined;
  spans: readonly Segment[];
  gains: readonly Gain[];
}>;

/** The most that can have happened in this many seconds before a time. */
export type Allowance = (
  where: Readonly<{ target: string; seconds: number; time: number; isWatched: boolean }>,
) => number;

/** A part continues a part that ended at most this many seconds before it began. */
const successionSeconds = 600;

/** Every counter of one kind that a job has. */
export function readCounters(
  store: Store,
  job: StoredJob,
  kind: Kind,
  allowance: Allowance,
): CounterGains[] {
  const ofKind = [...job.series.values()].filter(({ identity }) => identity.kind === kind);
  const counters = [...Map.groupBy(ofKind, counterKey).values()];
  const countedFrom = findFirstCount(ofKind);
  return counters.flatMap(series => {
    const parts = [...Map.groupBy(series, ({ identity }) => identity.part)].map(
      ([part, copies]) => ({
        part,
        spans: mergeCopies(copies.map(({ segments }) => segments)),
      }),
    );
    return parts.map(({ part, spans }) => {
      const identity = series[0]?.identity ?? unknown;
      const { target, scrapeJob, outcome = 'other', bound, isGauge = false } = identity;
      const gains = findGains(spans, {
        store,
        target,
        scrapeJob,
        isGauge,
        knownFrom: store.oldest,
        mostIn: (seconds, time, isWatched) => allowance({ target, seconds, time, isWatched }),
        predecessor: time => findPredecessor(parts, part, time),
      });
      const isKnown = ({ time }: Gain) => !isGauge || time < countedFrom;
      return { target, part, outcome, bound, spans, gains: gains.filter(isKnown) };
    });
  });
}

/** From when counters count the runs, so that gauges of kept runs are not needed; Unix seconds. */
function findFirstCount(series: readonly StoredSeries[]): number {
  const counts = series.filter(({ identity }) => identity.isGauge !== true);
  const times = counts.map(({ segments: { starts, values } }) => {
    const index = values.findIndex(value => value > 0);
    return starts[index] ?? Number.POSITIVE_INFINITY;
  });
  return Math.min(...times, Number.POSITIVE_INFINITY);
}

const unknown: Partial<Identity> & Pick<Identity, 'target' | 'scrapeJob'> = {
  target: '',
  scrapeJob: '',
};

function counterKey({ identity }: StoredSeries): string {
  const { target, outcome = '', status, bound = '' } = identity;
  return JSON.stringify([target, outcome, status, bound]);
}

/** The last value of a part that ended when this one began, so that only the label set changed. */
function findPredecessor(
  parts: readonly Readonly<{ part: string; spans: readonly Segment[] }>[],
  own: string,
  time: number,
): number | undefined {
  const ended = parts.flatMap(({ part, spans }) => {
    const last = spans.at(-1);
    if (part === own || last === undefined || last.end > time) return [];
    return time - last.end <= successionSeconds ? [last.value] : [];
  });
  return ended.length === 0 ? undefined : Math.max(...ended);
}
