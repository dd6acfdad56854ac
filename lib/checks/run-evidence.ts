import { type Batch, nothing } from './batch.ts';
import {
  createThreshold,
  fewestGood,
  findStreaks,
  lengthenStreak,
  minorityRuns,
  mostOfMinority,
  mostWindowRuns,
  rareSeconds,
  recurring,
  tolerantPercent,
  windowRuns,
} from './evidence.ts';
import type { Evidence, Streak } from './incident.ts';
import { countBadPeriods, countRounds, isOnlyBad, type Rounds } from './rounds.ts';

/**
 * The basis of the rule. A job with an unknown rhythm is judged like an hourly job, but never by
 * one run.
 */
type RunRule = Readonly<{
  limitPercent: number;
  severity: 'warning' | 'critical';
  everySeconds: number | undefined;
}>;

const assumedSeconds = 3600;

/** Runs for the share of bad runs of a rare job: two and a half intervals contain this many. */
export const rareRuns = 3;

/**
 * Bad runs in a row must cover several intervals, not several replicas: this much time without a
 * good run.
 */
const inARowIntervals = 0.25;

/** Bad runs in the windows, for a list of batches: sums up to each of them. */
type Sums = Readonly<{
  bad: Float64Array;
  runs: Float64Array;
  rounds: Rounds;
  /** For each batch, the newest one up to it that is not neutral. */
  judged: Int32Array;
  /** For each batch of only bad runs, where its period began. */
  began: Int32Array;
}>;

/** Evidence from runs: some in a row, or more in one of the windows than chance explains. */
export function createRunEvidence(batches: readonly Batch[], rule: RunRule): Evidence {
  const every = rule.everySeconds ?? assumedSeconds;
  const sums = addUp(batches, rule.everySeconds);
  const fewestBad = findThreshold(rule);
  const streak = (_: readonly Batch[], first: number, last: number) =>
    findStreak(batches, sums, { first, last, rule, every });
  return {
    streak,
    hasHeadStart: rule.severity === 'warning',
    fewestGood: (share, last) => fewestGoodAt(sums, last, { share, every }),
    ...(rule.severity === 'critical' ? { isBelow: createMinority(sums, rule.limitPercent) } : {}),
    isEvident: (_, first, last) => {
      if (sumRange(sums.bad, { first, last }) === 0) return false;
      const { length, needed } = streak(batches, first, last);
      if (needed > 1 && length >= needed) return true;
      if (needed === 1 && isOftenBad(batches, sums, { first, last, rule, every })) return true;
      return isBurning(sums, { first, last }, { fewestBad, every });
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

function findThreshold({ limitPercent, severity, everySeconds = assumedSeconds }: RunRule) {
  const isMajority = severity === 'critical';
  return createThreshold({ limitPercent, everySeconds, isMajority });
}

/**
 * A rare job whose bad runs come back must recover from the share of its last runs, not from that
 * of one period.
 */
function fewestGoodAt(
  sums: Sums,
  last: number,
  { share, every }: Readonly<{ share: number; every: number }>,
): number {
  const isRecurring = countBadPeriods(sums.rounds, last, recurring.runs) >= recurring.badPeriods;
  const recent = lastRuns(sums, { first: 0, last }, recurring.runs);
  const lately = sumRange(sums.bad, recent) / Math.max(1, sumRange(sums.runs, recent));
  const isRare = isRecurring && every >= rareSeconds;
  return fewestGood(isRare ? lately : share, { everySeconds: every, isRecurring });
}

function addUp(batches: readonly Batch[], everySeconds: number | undefined): Sums {
  const bad = new Float64Array(batches.length + 1);
  const runs = new Float64Array(batches.length + 1);
  const judged = new Int32Array(batches.length);
  const began = new Int32Array(batches.length);
  let previous = -1;
  batches.forEach((batch, index) => {
    began[index] = isOnlyBad(batches[previous]) ? (began[previous] ?? index) : index;
    if (batch.bad + batch.good > 0) previous = index;
    judged[index] = previous;
    bad[index + 1] = (bad[index] ?? 0) + batch.bad;
    runs[index + 1] = (runs[index] ?? 0) + batch.bad + batch.good + batch.neutral;
  });
  return { bad, runs, rounds: countRounds(batches, everySeconds), judged, began };
}

/** Indexes of batches, both included. */
type RunRange = Readonly<{ first: number; last: number }>;

function sumRange(list: Float64Array, { first, last }: RunRange): number {
  return (list[last + 1] ?? 0) - (list[first] ?? 0);
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

/** The batches that contain the last runs, or the whole range if it has fewer. */
function lastRuns({ runs }: Sums, range: RunRange, count: number): RunRange {
  return lastOf(runs, range, count);
}

/** The batches at the end of a range over which a sum grows by this much. */
function lastOf(sum: Float64Array, { first, last }: RunRange, count: number): RunRange {
  const until = (sum[last + 1] ?? 0) - count;
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sum[middle] ?? 0) <= until) low = middle;
    else high = middle - 1;
  }
  return { first: low, last };
}

type Question = RunRange & Readonly<{ rule: RunRule; every: number }>;

/** Bad runs without a good run between them, up to the last batch that is not neutral. */
function findStreak(batches: readonly Batch[], sums: Sums, question: Question): Streak {
  const { first, rule, every } = question;
  const last = Math.max(first, sums.judged[question.last] ?? first);
  const start = isOnlyBad(batches[last]) ? Math.max(first, sums.began[last] ?? last) : last;
  const needed = neededInARow(sums, question, start - 1);
  const length = sumRange(sums.bad, { first: start, last });
  if (length === 0) return { length: 0, needed };
  if (!isOnlyBad(batches[last])) return { length: needed === 1 ? 1 : 0, needed };
  const [oldest, newest] = [batches[start] ?? nothing, batches[last] ?? nothing];
  const lastGood = batches[start - 1]?.at ?? oldest.at - every;
  const alone = (newest.happenedAt ?? newest.at) - lastGood;
  const spans = Math.floor(alone / every + 1 - inARowIntervals);
  if (rule.everySeconds === undefined || needed === 1) return { length, needed };
  // there are few runs that hang and then fail, but no good run for the time that many runs take
  const isLong = length >= 2 && spans >= needed;
  return { length: isLong ? Math.max(length, needed) : Math.min(length, spans), needed };
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

type Burning = Readonly<{ fewestBad: (runs: number) => number; every: number }>;

/** Whether one of the windows has more bad runs than chance explains, some of them recent. */
function isBurning(sums: Sums, range: RunRange, { fewestBad, every }: Burning): boolean {
  // no window needs fewer than one of a single run, and most jobs have had no more
  if (sumRange(sums.bad, range) < fewestBad(1)) return false;
  return listWindows(sums, range, every).some(window => {
    const runs = sumRange(sums.runs, window);
    const bad = sumRange(sums.bad, window);
    if (bad < fewestBad(runs)) return false;
    if (sumRange(sums.rounds.bad, window) < fewestBad(sumRange(sums.rounds.all, window)))
      return false;
    const rate = { everySeconds: every, isRecurring: true };
    const lately = lastRuns(sums, range, fewestGood(bad / runs, rate));
    return sumRange(sums.bad, lately) > 0;
  });
}

/**
 * The windows of the last runs, and of the last rounds if replicas run at the same time; each list
 * from the shortest to the first that contains everything.
 */
function listWindows(sums: Sums, range: RunRange, every: number): RunRange[] {
  const { all } = sums.rounds;
  const isAlike = sumRange(sums.runs, range) === sumRange(all, range);
  const windows: RunRange[] = [];
  for (const sum of isAlike ? [sums.runs] : [sums.runs, all]) {
    const most = Math.min(sumRange(sum, range), mostWindowRuns(every));
    let longest = 0;
    for (const count of windowRuns) {
      if (longest >= most) break;
      longest = Math.min(count, most);
      windows.push(lastOf(sum, range, longest));
    }
  }
  return windows;
}

/** The last runs: how many of them were bad, and how many would be evidence. */
export type RunWindow = Readonly<{
  runs: number;
  bad: number;
  needed: number;
  /** The same if runs of several replicas at the same time count once. */
  badRounds: number;
  neededRounds: number;
}>;

function measureWindow(
  sums: Sums,
  window: RunRange,
  fewestBad: (runs: number) => number,
): RunWindow {
  const runs = sumRange(sums.runs, window);
  return {
    runs,
    bad: sumRange(sums.bad, window),
    needed: fewestBad(runs),
    badRounds: sumRange(sums.rounds.bad, window),
    neededRounds: fewestBad(sumRange(sums.rounds.all, window)),
  };
}

/** All windows that fit into a range of batches, the shortest first. */
export function listRunWindows(
  batches: readonly Batch[],
  range: RunRange,
  rule: RunRule,
): RunWindow[] {
  const sums = addUp(batches, rule.everySeconds);
  const fewestBad = findThreshold(rule);
  return listWindows(sums, range, rule.everySeconds ?? assumedSeconds)
    .map(window => measureWindow(sums, window, fewestBad))
    .sort((a, b) => a.runs - b.runs)
    .filter((window, index, all) => window.runs !== all[index - 1]?.runs);
}
