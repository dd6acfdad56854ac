import { countUpTo } from '../model/count-up-to.ts';
import type { DurationFact, ItemFact, RunFact } from '../model/facts.ts';

/** What happened in one minute, as far as one alert is concerned. */
export type Batch = Readonly<{
  /** The minute from which it counts, in Unix seconds. */
  at: number;
  /** When it happened, if it counts only later. */
  happenedAt?: number;
  bad: number;
  good: number;
  /** Runs that are neither good nor bad: they count as runs, but are no evidence. */
  neutral: number;
}>;

/** A minute without any run. */
export const nothing: Batch = { at: 0, bad: 0, good: 0, neutral: 0 };

/** A success on the same target within this share of the interval corrects a failed attempt. */
const retryShare = 0.5;

/** A retry may take this many times as long as earlier ones, and at least half an hour. */
const patience = 3;
const shortestPatienceSeconds = 1800;

/** If more runs end per interval than this, some of them are retries. */
const attemptsPerRun = 1.25;

/** Runs that show whether a job retries. */
const attemptRuns = 10;

/**
 * Runs by outcome. A failed attempt that a retry corrects is left out: together they are one
 * successful run. If a job has retried before, a failure counts only when it is too late for a
 * retry. If a job runs once per interval, every failure counts at once. Later data do not change
 * the result.
 */
export function batchRuns(runs: readonly RunFact[], everySeconds = 0): Batch[] {
  const late: Batch[] = [];
  const batches = runs.flatMap((run, index) => {
    const { at, succeeded: good, failed, other: neutral } = run;
    const lately = runs.slice(countUpTo(runs, at - attemptRuns * everySeconds), index + 1);
    const isAttempt = failed > 0 && hasRetries(lately, everySeconds);
    const within = isAttempt ? findPatience(lately, everySeconds) : 0;
    if (
      isAttempt &&
      findMadeGood(run, runs.slice(index, countUpTo(runs, at + within))) === undefined
    ) {
      const countsAt = Math.ceil((at + within) / 60) * 60;
      late.push({ at: countsAt, happenedAt: at, bad: failed, good: 0, neutral: 0 });
    }
    const bad = isAttempt ? 0 : failed;
    return bad + good + neutral === 0 ? [] : [{ at, bad, good, neutral }];
  });
  return [...batches, ...late].sort((a, b) => a.at - b.at);
}

/** The success that corrects a failed attempt. */
function findMadeGood({ failedOn }: RunFact, soon: readonly RunFact[]): RunFact | undefined {
  return soon.find(later => later.succeeded > 0 && (later.succeededOn & failedOn) !== 0);
}

/** How long a retry may take, in seconds: a few times as long as earlier successful retries. */
function findPatience(lately: readonly RunFact[], everySeconds: number): number {
  const longest = retryShare * everySeconds;
  const delays = lately.flatMap((run, index) => {
    const soon = lately.slice(index, countUpTo(lately, run.at + longest));
    const good = run.failed > 0 ? findMadeGood(run, soon) : undefined;
    return good === undefined ? [] : [good.at - run.at];
  });
  if (delays.length === 0) return longest;
  return Math.min(longest, Math.max(shortestPatienceSeconds, patience * Math.max(...delays)));
}

/** Whether each of the job's targets has ended more runs than its schedule begins. */
function hasRetries(lately: readonly RunFact[], everySeconds: number): boolean {
  let [ends, targets] = [0, 0];
  for (const run of lately) {
    ends += run.succeeded + run.failed + run.other;
    targets |= run.failedOn | run.succeededOn;
  }
  const seconds = (lately.at(-1)?.at ?? 0) - (lately[0]?.at ?? 0);
  const intervals = Math.round(seconds / everySeconds);
  return ends > attemptsPerRun * (intervals + 1) * Math.max(1, countBits(targets));
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Runs over and under a limit in seconds; a run that may be either is neutral. */
export function batchDurations(facts: readonly DurationFact[], limitSeconds: number): Batch[] {
  const batches: { at: number; bad: number; good: number; neutral: number }[] = [];
  for (const { at, low, high, count } of facts) {
    const last = batches.at(-1);
    const batch = last?.at === at ? last : { at, bad: 0, good: 0, neutral: 0 };
    if (batch !== last) batches.push(batch);
    // a bucket does not include its lower bound
    const isOver = low === high ? low > limitSeconds : low >= limitSeconds;
    if (isOver) batch.bad += count;
    else if (high <= limitSeconds) batch.good += count;
    else batch.neutral += count;
  }
  return batches;
}

/** Minutes with items. Each counts once, good or bad by its own share of failed items. */
export function batchItems(facts: readonly ItemFact[], limitPercent: number): Batch[] {
  return facts.flatMap(({ at, succeeded, failed }) => {
    const judged = succeeded + failed;
    if (judged === 0) return [];
    const isBad = 100 * failed > limitPercent * judged;
    return [{ at, bad: isBad ? 1 : 0, good: isBad ? 0 : 1, neutral: 0 }];
  });
}
