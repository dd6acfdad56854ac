import type { Batch } from './batch.ts';

/**
 * How often a job has run up to each batch. Runs of several replicas at the same time are one round,
 * because they have the same cause. Each list begins with a 0.
 */
export type Rounds = Readonly<{
  all: Float64Array;
  /** Rounds with a bad run. */
  bad: Float64Array;
  /** Rounds without a bad run since the last of those. */
  good: Float64Array;
  /** Periods of bad runs without a good run between them. */
  badPeriods: Float64Array;
}>;

/** Replicas that begin together end within this share of the interval. */
const roundShare = 0.25;

/**
 * Replicas that end together are seen up to this much later, in seconds: a scrape interval, and the
 * minute that it falls into.
 */
const noticeSeconds = 90;

/** Whoever runs a job again by hand waits longer than this, in seconds. */
const longestRoundSeconds = 900;

/**
 * The rounds of a job that runs once in this many seconds. A batch contains no more of them than
 * the time since the one before it allows. If the rhythm is unknown, every run is a round.
 */
export function countRounds(batches: readonly Batch[], everySeconds: number | undefined): Rounds {
  const create = () => new Float64Array(batches.length + 1);
  const rounds = { all: create(), bad: create(), good: create(), badPeriods: create() };
  const from = { all: never, bad: never, good: never };
  const gap = findGap(everySeconds);
  let judged: Batch | undefined;
  batches.forEach((batch, index) => {
    const { at, bad, good, neutral } = batch;
    const passed = at - (batches[index - 1]?.at ?? at);
    const most =
      everySeconds === undefined ? Number.POSITIVE_INFINITY : Math.round(passed / everySeconds);
    const add = (kind: keyof typeof from, runs: number) => {
      const isNew = runs > 0 && at - from[kind] >= gap;
      rounds[kind][index + 1] =
        (rounds[kind][index] ?? 0) + (isNew ? Math.min(runs, Math.max(1, most)) : 0);
      if (isNew) from[kind] = at;
    };
    add('all', bad + good + neutral);
    add('bad', bad);
    add('good', bad > 0 ? 0 : good);
    if (bad > 0) from.good = never;
    const begins = bad > 0 && !isOnlyBad(judged);
    if (bad + good > 0) judged = batch;
    rounds.badPeriods[index + 1] = (rounds.badPeriods[index] ?? 0) + (begins ? 1 : 0);
  });
  return rounds;
}

const never = Number.NEGATIVE_INFINITY;

export function isOnlyBad(batch: Batch | undefined): boolean {
  return batch !== undefined && batch.bad > 0 && batch.good === 0;
}

/** The number of bad periods among this many rounds up to the batch `last`. */
export function countBadPeriods(rounds: Rounds, last: number, count: number): number {
  const { all, badPeriods } = rounds;
  let first = last;
  while (first > 0 && (all[last + 1] ?? 0) - (all[first] ?? 0) < count) first -= 1;
  return (badPeriods[last + 1] ?? 0) - (badPeriods[first] ?? 0);
}

/** The shortest time between two rounds, in seconds. */
function findGap(everySeconds = 0): number {
  const together = Math.min(noticeSeconds, everySeconds / 2);
  return Math.min(longestRoundSeconds, Math.max(together, roundShare * everySeconds));
}
