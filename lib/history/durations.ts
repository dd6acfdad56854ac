import { countWhile } from '../model/count-up-to.ts';
import type { DurationFact } from '../model/facts.ts';
import type { CounterGains, CounterLine } from './counters.ts';
import type { Gain } from './gains.ts';
import type { Segment } from './merge-copies.ts';
import { minuteEnding } from './runs.ts';

/**
 * The counters of a histogram or summary: the number of runs, the sum of their seconds, and the
 * number by bound.
 */
type Observations = Readonly<{
  counts: readonly CounterGains[];
  sums: readonly CounterLine[];
  buckets: readonly CounterLine[];
  unitSeconds: number;
}>;

/**
 * How long the runs of each minute took. One run between two samples is exact, from the sum.
 * Several runs are bounded by their buckets and their sum.
 */
export function measureDurations(observations: Observations): DurationFact[] {
  const facts = observations.counts.flatMap(counter => {
    const series = findSiblings(counter, observations);
    return counter.gains.flatMap(gain => measureGain(gain, series, observations.unitSeconds));
  });
  return facts.sort((a, b) => a.at - b.at || a.low - b.low);
}

/**
 * Samples further apart than this, in seconds, come from the coarse grid, for which no buckets are
 * read.
 */
const coarseSeconds = 400;

/** Jobs need buckets if several runs ended between two scrapes, or if their sums are missing. */
export function needsBuckets({ counts, sums }: Pick<Observations, 'counts' | 'sums'>): boolean {
  return counts.some(({ gains }) =>
    gains.some(
      ({ count, time, since }) => (count > 1 || sums.length === 0) && time - since < coarseSeconds,
    ),
  );
}

type Siblings = Readonly<{ sum: readonly Segment[] | undefined; buckets: readonly CounterLine[] }>;

function findSiblings({ identity }: CounterLine, { sums, buckets }: Observations): Siblings {
  const isSibling = ({ identity: { target, part } }: CounterLine) =>
    target === identity.target && part === identity.part;
  return {
    sum: sums.find(isSibling)?.spans,
    buckets: buckets.filter(isSibling).sort((a, b) => findBound(a) - findBound(b)),
  };
}

function findBound({ identity: { bound = Number.POSITIVE_INFINITY } }: CounterLine): number {
  return bound;
}

function measureGain(gain: Gain, { sum, buckets }: Siblings, unitSeconds: number): DurationFact[] {
  const at = minuteEnding(gain.time);
  // a counter that continues under another name is no evidence about this run
  if (gain.since === gain.time && !gain.isFresh) return [];
  const total = sum === undefined ? Number.NaN : measureIncrease(sum, gain) * unitSeconds;
  const known = total >= 0 && Number.isFinite(total) ? total : undefined;
  // nearly every gain is one run, and needs no bucket
  if (gain.count === 1 && known !== undefined) return [{ at, low: known, high: known, count: 1 }];
  const groups = splitByBucket(gain, buckets, unitSeconds).map(group => ({ at, ...group }));
  if (known === undefined) return groups;
  const mean = known / gain.count;
  if (groups.length <= 1) return [{ at, low: mean, high: mean, count: gain.count }];
  return groups.map(group => narrow(group, groups, known));
}

/** The increase of a counter at the gain's time; the whole value if it started again. */
function measureIncrease(spans: readonly Segment[], { time, since, isFresh }: Gain): number {
  const now = lastValue(spans, time);
  const before = isFresh ? 0 : (lastValue(spans, since) ?? 0);
  return (now ?? Number.NaN) - before;
}

function lastValue(spans: readonly Segment[], time: number): number | undefined {
  return spans[countWhile(spans, ({ start }) => start <= time) - 1]?.value;
}

type Group = Readonly<{ low: number; high: number; count: number }>;

function splitByBucket(gain: Gain, buckets: readonly CounterLine[], unitSeconds: number): Group[] {
  // without any bucket nothing is known, which differs from any duration
  if (buckets.length === 0) return [];
  const groups: Group[] = [];
  let below = 0;
  let low = 0;
  for (const bucket of buckets) {
    const upTo = Math.min(
      gain.count,
      Math.max(below, Math.round(measureIncrease(bucket.spans, gain)) || 0),
    );
    const high = findBound(bucket) * unitSeconds;
    if (upTo > below) groups.push({ low, high, count: upTo - below });
    below = upTo;
    low = high;
  }
  if (below < gain.count && Number.isFinite(low)) {
    groups.push({ low, high: Number.POSITIVE_INFINITY, count: gain.count - below });
  }
  return groups;
}

/**
 * Bounds one group by the sum: the other groups can have taken no more and no less than their
 * bounds.
 */
function narrow<G extends Group>(group: G, groups: readonly G[], sumSeconds: number): G {
  const others = groups.filter(other => other !== group);
  const most = others.reduce((sum, { high, count }) => sum + high * count, 0);
  const least = others.reduce((sum, { low, count }) => sum + low * count, 0);
  const low = Number.isFinite(most) ? (sumSeconds - most) / group.count : group.low;
  const high = (sumSeconds - least) / group.count;
  return {
    ...group,
    low: Math.max(group.low, Math.min(low, group.high)),
    high: Math.max(group.low, Math.min(group.high, high)),
  };
}
