import { countUpTo } from '../model/count-up-to.ts';
import type { DurationFact, ItemFact, RunFact } from '../model/facts.ts';
import { isSharedWork, joinTargets } from './shared-work.ts';

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
  /** When a retry corrected the bad runs that counted at once, in Unix seconds. */
  correctedAt?: number;
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
 * A job that retries now and then does so at once: a success this soon, in seconds, is a retry, and
 * a later one may be a run that somebody began by hand.
 */
const promptSeconds = 600;
const shortestPromptSeconds = 300;

/** Two ends of runs within this many intervals of the end before them: one of them is a retry. */
const extraIntervals = 1.5;

/**
 * If this many more runs ended than were due in so many intervals, some of them were retries: one
 * may be there because of when the interval began.
 */
const occasional = { extraRuns: 2, intervals: 50 } as const;

/**
 * Runs by outcome. A failed attempt that a retry corrects is left out: together they are one
 * successful run. If a job has retried before, a failure counts only when it is too late for a
 * retry. If a job runs once per interval, every failure counts at once. Later data do not change
 * the result.
 */
export function batchRuns(runs: readonly RunFact[], everySeconds = 0): Batch[] {
  const late: Batch[] = [];
  const retries: Retry[] = [];
  let joined: readonly RunFact[] | undefined;
  const batches = runs.flatMap((run, index): Batch[] => {
    const { at, succeeded: good, failed, other: neutral } = run;
    if (failed === 0) return good + neutral === 0 ? [] : [{ at, bad: 0, good, neutral }];
    const isShared = isSharedWork(runs, { index, everySeconds });
    if (isShared) joined ??= joinTargets(runs);
    const failure = { runs: (isShared ? joined : undefined) ?? runs, index, everySeconds };
    const retry = findPromptRetry(failure);
    const attempt = examineAttempt({ ...failure, retry }, retries);
    if (retry !== undefined) retries.push(retry);
    if (attempt === undefined) {
      const batch = { at, bad: failed, good, neutral };
      return [retry === undefined ? batch : { ...batch, correctedAt: retry.at }];
    }
    if (!attempt.isMadeGood) {
      const countsAt = Math.ceil((at + attempt.withinSeconds) / 60) * 60;
      late.push({ at: countsAt, happenedAt: at, bad: failed, good: 0, neutral: 0 });
    }
    return good + neutral === 0 ? [] : [{ at, bad: 0, good, neutral }];
  });
  return late.length === 0 ? batches : [...batches, ...late].sort((a, b) => a.at - b.at);
}

/** A success that came soon after a failure, besides the runs that were due. */
type Retry = Readonly<{ at: number; delaySeconds: number }>;

type Failure = Readonly<{ runs: readonly RunFact[]; index: number; everySeconds: number }>;

/** How long a failure may still be corrected, and whether it is; undefined if it counts at once. */
function examineAttempt(
  failure: Failure & Readonly<{ retry: Retry | undefined }>,
  retries: readonly Retry[],
): Readonly<{ withinSeconds: number; isMadeGood: boolean }> | undefined {
  const { runs, index, everySeconds, retry } = failure;
  const at = runs[index]?.at ?? 0;
  const within = (intervals: number): Ends => {
    const first = countUpTo(runs, at - intervals * everySeconds);
    return { everySeconds, before: runs[first - 1], lately: runs.slice(first, index + 1) };
  };
  const recent = within(attemptRuns);
  const { lately } = recent;
  const isRetried = hasRetries(recent);
  const delays = retries.filter(one => one.at < at).map(one => one.delaySeconds);
  if (!isRetried && delays.length === 0) return undefined;
  const longer = countEnds(within(occasional.intervals));
  // while most of its runs fail, it no longer succeeds as often as before
  if (longer.isBusy) return undefined;
  if (isRetried) {
    const withinSeconds = findPatience(lately, everySeconds);
    return { withinSeconds, isMadeGood: findMadeGood(failure, withinSeconds) !== undefined };
  }
  if (longer.ends - longer.due < occasional.extraRuns) return undefined;
  const usual = patience * Math.max(...delays);
  const longest = Math.min(retryShare * everySeconds, Math.max(shortestPromptSeconds, usual));
  return { withinSeconds: longest, isMadeGood: retry !== undefined && retry.at <= at + longest };
}

/** The success that corrects a failed attempt. */
function findMadeGood({ runs, index }: Failure, withinSeconds: number): RunFact | undefined {
  const { at = 0, failedOn = 0 } = runs[index] ?? {};
  return runs
    .slice(index, countUpTo(runs, at + withinSeconds))
    .find(later => later.succeeded > 0 && (later.succeededOn & failedOn) !== 0);
}

/** A success soon after a failure that cannot be the next run, because it is not yet due. */
function findPromptRetry(failure: Failure): Retry | undefined {
  const { runs, index, everySeconds } = failure;
  const { at = 0, failedOn = 0 } = runs[index] ?? {};
  const good = findMadeGood(failure, Math.min(promptSeconds, retryShare * everySeconds));
  if (good === undefined) return undefined;
  const since = countUpTo(runs, good.at - extraIntervals * everySeconds);
  const isExtra = runs
    .slice(since, index)
    .some(run => ((run.succeededOn | run.failedOn) & failedOn) !== 0);
  return isExtra ? { at: good.at, delaySeconds: good.at - at } : undefined;
}

/** How long a retry may take, in seconds: a few times as long as earlier successful retries. */
function findPatience(lately: readonly RunFact[], everySeconds: number): number {
  const longest = retryShare * everySeconds;
  const delays = lately.flatMap((run, index) => {
    const failure = { runs: lately, index, everySeconds };
    const good = run.failed > 0 ? findMadeGood(failure, longest) : undefined;
    return good === undefined ? [] : [good.at - run.at];
  });
  if (delays.length === 0) return longest;
  return Math.min(longest, Math.max(shortestPatienceSeconds, patience * Math.max(...delays)));
}

/** Runs of some intervals, and the one before them. */
type Ends = Readonly<{
  lately: readonly RunFact[];
  before: RunFact | undefined;
  everySeconds: number;
}>;

/** Whether each of the job's targets has ended more runs than its schedule begins. */
function hasRetries(recent: Ends): boolean {
  const { ends, due, isBusy } = countEnds(recent);
  return ends > attemptsPerRun * due && !isBusy;
}

/**
 * The runs that ended, and the most that were due on each target from its first end to its last: a
 * process that a deployment has replaced is no longer due. A job is busy if it succeeds more often
 * than it is due: it runs on demand, and a success after a failure is another run.
 */
function countEnds({ lately, before, everySeconds }: Ends) {
  const targets = new Map<number, { from: number; to: number }>();
  let [ends, succeeded] = [0, 0];
  for (const run of lately) {
    const { at, failedOn, succeededOn } = run;
    ends += countAll(run);
    succeeded += run.succeeded;
    for (let rest = failedOn | succeededOn; rest !== 0; rest &= rest - 1) {
      const lowest = rest & -rest;
      const known = targets.get(lowest);
      if (known === undefined) targets.set(lowest, { from: at, to: at });
      else known.to = at;
    }
  }
  const [first = noRun] = lately;
  const unseen = countUnseen(first, before, everySeconds);
  const countDue = (from: number, to: number) =>
    Math.round((to - from) / everySeconds) + 1 + (from < first.at + everySeconds ? unseen : 0);
  const onTargets = [...targets.values()].reduce(
    (due, { from, to }) => due + countDue(from, to),
    0,
  );
  const due = Math.max(onTargets, countDue(first.at, lately.at(-1)?.at ?? 0));
  return { ends, due, isBusy: succeeded > attemptsPerRun * due };
}

const noRun: RunFact = {
  at: 0,
  succeeded: 0,
  failed: 0,
  skipped: 0,
  other: 0,
  failedOn: 0,
  succeededOn: 0,
};

function countAll({ succeeded, failed, other }: RunFact): number {
  return succeeded + failed + other;
}

/**
 * The first runs may be those of a longer time, in which there were no samples: as many as were due
 * since the run before them are no retries.
 */
function countUnseen(first: RunFact, before: RunFact | undefined, everySeconds: number): number {
  const due =
    before === undefined ? countAll(first) : Math.round((first.at - before.at) / everySeconds);
  return Math.max(0, due - 1);
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
