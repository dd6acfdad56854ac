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
  const known = remembered.get(batches);
  if (known !== undefined && known.everySeconds === everySeconds) return known.rounds;
  const rounds = addUpRounds(batches, everySeconds);
  remembered.set(batches, { everySeconds, rounds });
  return rounds;
}

type Remembered = Readonly<{ everySeconds: number | undefined; rounds: Rounds }>;

/** Both the evidence and the end of an incident are judged by rounds. */
const remembered = new WeakMap<readonly Batch[], Remembered>();

function addUpRounds(batches: readonly Batch[], everySeconds: number | undefined): Rounds {
  const create = () => new Float64Array(batches.length + 1);
  const rounds = { all: create(), bad: create(), good: create(), badPeriods: create() };
  const [all, bad, good] = [startRounds(), startRounds(), startRounds()];
  let badPeriods = 0;
  let judged: Batch | undefined;
  batches.forEach((batch, index) => {
    const passed = batch.at - (batches[index - 1]?.at ?? batch.at);
    const every = findPace(batches, index, everySeconds);
    const most =
      every === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.round(passed / every));
    const common = { at: batch.at, gap: findGap(every), most };
    addRounds(all, { ...common, runs: batch.bad + batch.good + batch.neutral });
    addRounds(bad, { ...common, runs: batch.bad });
    addRounds(good, { ...common, runs: batch.bad > 0 ? 0 : batch.good });
    if (batch.bad > 0) good.from = never;
    if (batch.bad > 0 && !isOnlyBad(judged)) badPeriods += 1;
    if (batch.bad + batch.good > 0) judged = batch;
    rounds.all[index + 1] = all.sum;
    rounds.bad[index + 1] = bad.sum;
    rounds.good[index + 1] = good.sum;
    rounds.badPeriods[index + 1] = badPeriods;
  });
  return rounds;
}

/** Rounds so far, and when the last of them began, Unix seconds. */
type Counted = { sum: number; from: number };

function startRounds(): Counted {
  return { sum: 0, from: never };
}

/** So many batches show that a job runs on demand, and not in rounds. */
export const paceBatches = 8;

/**
 * Seconds between two rounds. For a job on demand, whose batches follow each other sooner, it is the
 * time between those.
 */
export function findPace(
  batches: readonly Batch[],
  index: number,
  everySeconds: number | undefined,
): number | undefined {
  const [first, last] = [batches[index - paceBatches], batches[index]];
  if (everySeconds === undefined || first === undefined || last === undefined) return everySeconds;
  const pace = (last.at - first.at) / paceBatches;
  return pace < roundShare * everySeconds ? pace : everySeconds;
}

function addRounds(
  counted: Counted,
  { at, runs, gap, most }: Readonly<{ at: number; runs: number; gap: number; most: number }>,
): void {
  if (runs === 0 || at - counted.from < gap) return;
  counted.sum += Math.min(runs, most);
  counted.from = at;
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
