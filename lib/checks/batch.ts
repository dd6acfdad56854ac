import { countUpTo } from '../model/count-up-to.ts';
import type { DurationFact, ItemFact, RunFact } from '../model/facts.ts';

/** What one minute held, as far as one alert is concerned. */
export type Batch = Readonly<{
  /** The minute from which it counts, in Unix seconds. */
  at: number;
  /** When it happened, where it counts only later. */
  happenedAt?: number;
  bad: number;
  good: number;
  /** Runs that are neither: they count as runs, and prove nothing. */
  neutral: number;
}>;

/** A failed attempt is made good by a success on the same target within this share of the interval. */
const retryShare = 0.5;

/** With more ends of runs than this per interval, some of them are further attempts. */
const attemptsPerRun = 1.25;

/** Runs by which it is seen whether a job tries again. */
const attemptRuns = 10;

/**
 * Runs by outcome, with failed attempts left out that a retry made good: one run that succeeded.
 * Where a job tries again, a failure counts once it is too late for that; where it runs once an
 * interval, every failure counts at once.
 */
export function batchRuns(runs: readonly RunFact[], everySeconds = 0): Batch[] {
  const within = retryShare * everySeconds;
  const late: Batch[] = [];
  const batches = runs.flatMap((run, index) => {
    const { at, succeeded: good, failed, other: neutral } = run;
    const isAttempt = failed > 0 && hasRetries(runs, at, everySeconds);
    if (isAttempt && !isMadeGood(run, runs.slice(index, countUpTo(runs, at + within)))) {
      const countsAt = Math.ceil((at + within) / 60) * 60;
      late.push({ at: countsAt, happenedAt: at, bad: failed, good: 0, neutral: 0 });
    }
    const bad = isAttempt ? 0 : failed;
    return bad + good + neutral === 0 ? [] : [{ at, bad, good, neutral }];
  });
  return [...batches, ...late].sort((a, b) => a.at - b.at);
}

function isMadeGood({ failedOn }: RunFact, soon: readonly RunFact[]): boolean {
  return soon.some(later => later.succeeded > 0 && (later.succeededOn & failedOn) !== 0);
}

/** Whether each of the job's targets ends more runs than it begins by schedule. */
function hasRetries(runs: readonly RunFact[], at: number, everySeconds: number): boolean {
  const to = at + retryShare * everySeconds;
  const from = to - attemptRuns * everySeconds;
  const lately = runs.slice(countUpTo(runs, from), countUpTo(runs, to));
  let [ends, targets] = [0, 0];
  for (const run of lately) {
    ends += run.succeeded + run.failed + run.other;
    targets |= run.failedOn | run.succeededOn;
  }
  const seconds = (lately.at(-1)?.at ?? at) - (lately[0]?.at ?? at);
  const intervals = Math.round(seconds / everySeconds);
  return ends > attemptsPerRun * (intervals + 1) * Math.max(1, countBits(targets));
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Runs over and under a limit in seconds; one that may be either is neutral. */
export function batchDurations(facts: readonly DurationFact[], limitSeconds: number): Batch[] {
  const batches: { at: number; bad: number; good: number; neutral: number }[] = [];
  for (const { at, low, high, count } of facts) {
    const last = batches.at(-1);
    const batch = last?.at === at ? last : { at, bad: 0, good: 0, neutral: 0 };
    if (batch !== last) batches.push(batch);
    // a bucket's lower bound is not in it
    const isOver = low === high ? low > limitSeconds : low >= limitSeconds;
    if (isOver) batch.bad += count;
    else if (high <= limitSeconds) batch.good += count;
    else batch.neutral += count;
  }
  return batches;
}

/** Minutes with items; each counts once, good or bad by its own share of failed items. */
export function batchItems(facts: readonly ItemFact[], limitPercent: number): Batch[] {
  return facts.flatMap(({ at, succeeded, failed }) => {
    const judged = succeeded + failed;
    if (judged === 0) return [];
    const isBad = 100 * failed > limitPercent * judged;
    return [{ at, bad: isBad ? 1 : 0, good: isBad ? 0 : 1, neutral: 0 }];
  });
}
