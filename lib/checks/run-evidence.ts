import { type Batch, nothing } from './batch.ts';
import {
  fewestGood,
  findStreaks,
  lengthenStreak,
  minorityRuns,
  mostOfMinority,
  recurring,
  tolerantPercent,
} from './evidence.ts';
import type { Evidence, Recovery, Streak } from './incident.ts';
import { findPace, isOnlyBad, paceBatches } from './rounds.ts';
import { addUp, lastRuns, type RunRange, type Sums, sumRange, takeLast } from './run-sums.ts';
import { assumedSeconds, createWindowRule, findBurning, type RunRule } from './run-windows.ts';

/** Runs for the share of bad runs of a rare job: two and a half intervals contain this many. */
export const rareRuns = 3;

/**
 * Bad runs in a row must cover several intervals, not several replicas: this much time without a
 * good run.
 */
const inARowIntervals = 0.25;

/** Evidence from runs: some in a row, or more in one of the windows than chance explains. */
export function createRunEvidence(batches: readonly Batch[], rule: RunRule): Evidence {
  const { limitPercent, everySeconds: every = assumedSeconds } = rule;
  const sums = addUp(batches, rule.everySeconds);
  const windowRule = createWindowRule(rule);
  const streak = (_: readonly Batch[], first: number, last: number) =>
    findStreak(batches, sums, { first, last, rule, every });
  return {
    streak,
    hasHeadStart: rule.severity === 'warning',
    fewestGood: (share, last, of) => {
      const pace = findRunPace(batches, sums, { last, every });
      return fewestGoodAt(batches, sums, { last, share, of, every: pace, limitPercent });
    },
    ...(rule.severity === 'critical' ? { isBelow: createMinority(sums, rule.limitPercent) } : {}),
    findEvidence: (_, first, last) => {
      if (sumRange(sums.bad, { first, last }) === 0) return undefined;
      const { from, length, needed } = streak(batches, first, last);
      if (needed > 1 && length >= needed) return from;
      if (needed === 1 && isOftenBad(batches, sums, { first, last, rule, every }))
        return lastRuns(sums, { first, last }, rareRuns).first;
      return findBurning(sums, { first, last }, windowRule);
    },
  };
}

/** A majority that has become a minority is no reason to wake someone. */
function createMinority(sums: Sums, limitPercent: number) {
  const most = mostOfMinority(limitPercent);
  return (first: number, last: number): boolean => {
    if (sumRange(sums.runs, { first, last }) < minorityRuns) return false;
    return sumRange(sums.bad, lastRuns(sums, { first, last }, minorityRuns)) <= most;
  };
}

/**
 * Seconds between two runs. Those of a job on demand follow each other sooner than its interval
 * says.
 */
function findRunPace(
  batches: readonly Batch[],
  sums: Sums,
  { last, every }: Readonly<{ last: number; every: number }>,
): number {
  const pace = findPace(batches, last, every) ?? every;
  if (pace === every) return every;
  const runs = sumRange(sums.runs, { first: last + 1 - paceBatches, last });
  return (pace * paceBatches) / Math.max(1, runs);
}

type Ending = Readonly<{
  last: number;
  share: number;
  of: Recovery['of'];
  every: number;
  limitPercent: number;
}>;

/**
 * A job whose bad runs come back must not recover from the share of one period alone. The share that
 * comes back is one of runs: one bad run of many at the same time does not make a bad round.
 */
function fewestGoodAt(
  batches: readonly Batch[],
  sums: Sums,
  { last, share, of, every, limitPercent }: Ending,
): number {
  const lately = findRecurringShare(batches, sums, last);
  const isRecurring = 100 * lately > limitPercent;
  const lower = of === 'runs' && isRecurring ? Math.min(share, lately) : share;
  return fewestGood(lower, { everySeconds: every, isRecurring });
}

/**
 * The share of bad runs from the first to the last of those that have come back repeatedly, or 0. It
 * does not change while good runs follow.
 */
function findRecurringShare(batches: readonly Batch[], sums: Sums, last: number): number {
  const newest = takeLast(sums.bad, { first: 0, last }, 1).first;
  const recent = lastRuns(sums, { first: 0, last: newest }, recurring.runs);
  if (sumRange(sums.rounds.badPeriods, recent) < recurring.badPeriods) return 0;
  let [bad, judged] = [0, 0];
  for (const batch of batches.slice(recent.first, newest + 1)) {
    if (bad === 0 && batch.bad === 0) continue;
    bad += batch.bad;
    judged += batch.bad + batch.good;
  }
  return bad / judged;
}

/**
 * Whether too many of a rare job's last runs were bad: with the default limit, any of them, unless a
 * retry has corrected it.
 */
function isOftenBad(batches: readonly Batch[], sums: Sums, question: Question): boolean {
  const range = lastRuns(sums, question, rareRuns);
  const now = batches[range.last]?.at ?? 0;
  let bad = 0;
  for (const batch of batches.slice(range.first, range.last + 1)) {
    if ((batch.correctedAt ?? Number.POSITIVE_INFINITY) > now) bad += batch.bad;
  }
  return 100 * bad > question.rule.limitPercent * sumRange(sums.runs, range);
}

type Question = RunRange & Readonly<{ rule: RunRule; every: number }>;

/** Bad runs without a good run between them, up to the last batch that is not neutral. */
function findStreak(batches: readonly Batch[], sums: Sums, question: Question): Streak {
  const { first, rule, every } = question;
  const last = Math.max(first, sums.judged[question.last] ?? first);
  const start = isOnlyBad(batches[last]) ? Math.max(first, sums.began[last] ?? last) : last;
  const needed = neededInARow(sums, question, start - 1);
  const length = sumRange(sums.bad, { first: start, last });
  if (length === 0) return { from: start, length: 0, needed };
  if (!isOnlyBad(batches[last])) return { from: start, length: needed === 1 ? 1 : 0, needed };
  const [oldest, newest] = [batches[start] ?? nothing, batches[last] ?? nothing];
  const lastGood = batches[start - 1]?.at ?? oldest.at - every;
  const alone = (newest.happenedAt ?? newest.at) - lastGood;
  const spans = Math.floor(alone / every + 1 - inARowIntervals);
  if (rule.everySeconds === undefined || needed === 1) return { from: start, length, needed };
  // there are few runs that hang and then fail, but no good run for the time that many runs take
  const isLong = length >= 2 && spans >= needed;
  const covered = isLong ? Math.max(length, needed) : Math.min(length, spans);
  return { from: start, length: covered, needed };
}

/** How many bad runs in a row are needed, given the job's history up to a batch. */
function neededInARow(sums: Sums, { rule, every }: Question, last: number): number {
  const badPeriods = sums.rounds.badPeriods[last + 1] ?? 0;
  const allowed = rule.limitPercent >= tolerantPercent ? 1 : 0;
  const { warning, critical } = findStreaks(every, badPeriods + allowed);
  const usual = rule.severity === 'critical' ? critical : warning;
  const least = rule.everySeconds === undefined ? Math.max(2, usual) : usual;
  return lengthenStreak(least, {
    bad: badPeriods,
    runs: sums.runs[last + 1] ?? 0,
    everySeconds: every,
  });
}
