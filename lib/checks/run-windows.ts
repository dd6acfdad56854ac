import type { Batch } from './batch.ts';
import {
  createThreshold,
  fewestGood,
  intermittentPeriods,
  mostWindowRuns,
  windowRuns,
} from './evidence.ts';
import { addUp, lastRuns, type RunRange, type Sums, sumRange, takeLast } from './run-sums.ts';

/**
 * The basis of the rule. A job with an unknown rhythm is judged like an hourly job, but never by
 * one run.
 */
export type RunRule = Readonly<{
  limitPercent: number;
  severity: 'warning' | 'critical';
  everySeconds: number | undefined;
  /** Whether the job ran before the first batch, so that it is unknown how often it failed. */
  hasUnknownPast: boolean;
}>;

export const assumedSeconds = 3600;

/** How many bad runs are enough in a window, for a usual job and for an intermittent one. */
type WindowRule = Readonly<{
  every: number;
  hasUnknownPast: boolean;
  usual: (runs: number) => number;
  intermittent: (runs: number) => number;
}>;

export function createWindowRule(rule: RunRule): WindowRule {
  const { limitPercent, severity, everySeconds: every = assumedSeconds, hasUnknownPast } = rule;
  const common = { limitPercent, everySeconds: every, isMajority: severity === 'critical' };
  const usual = createThreshold({ ...common, isIntermittent: false });
  const intermittent = createThreshold({ ...common, isIntermittent: true });
  return { every, hasUnknownPast, usual, intermittent };
}

/**
 * Where the shortest window begins that has more bad runs than chance explains, some of them
 * recent.
 */
export function findBurning(sums: Sums, range: RunRange, rule: WindowRule): number | undefined {
  const { every, usual } = rule;
  // no window needs fewer than one of a single run, and most jobs have had no more
  if (sumRange(sums.bad, range) < usual(1)) return undefined;
  const found = listWindows(sums, range, every).find(window => {
    // an intermittent job needs no fewer, and nearly no window has enough
    if (sumRange(sums.bad, window) < usual(sumRange(sums.runs, window))) return false;
    const { runs, bad, needed, badRounds, neededRounds } = measureWindow(sums, window, rule);
    if (bad < needed || badRounds < neededRounds) return false;
    const rate = { everySeconds: every, isRecurring: true };
    const lately = lastRuns(sums, range, fewestGood(bad / runs, rate));
    return sumRange(sums.bad, lately) > 0;
  });
  return found?.first;
}

/**
 * Whether the job failed now and then before a window. The longest window is long enough to tell
 * such a job from one above its limit.
 */
function isIntermittent({ rounds }: Sums, window: RunRange, rule: WindowRule): boolean {
  const most = mostWindowRuns(rule.every);
  if (sumRange(rounds.all, window) >= most) return false;
  const isUnknown = rule.hasUnknownPast && (rounds.all[window.first] ?? 0) < most;
  return isUnknown || (rounds.badPeriods[window.first] ?? 0) >= intermittentPeriods;
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
      windows.push(takeLast(sum, range, longest));
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
  /** Whether more are needed than usual, because runs before the window were bad. */
  isStricter: boolean;
}>;

function measureWindow(sums: Sums, window: RunRange, rule: WindowRule): RunWindow {
  const runs = sumRange(sums.runs, window);
  const fewestBad = isIntermittent(sums, window, rule) ? rule.intermittent : rule.usual;
  const needed = fewestBad(runs);
  return {
    runs,
    bad: sumRange(sums.bad, window),
    needed,
    badRounds: sumRange(sums.rounds.bad, window),
    neededRounds: fewestBad(sumRange(sums.rounds.all, window)),
    isStricter: needed > rule.usual(runs),
  };
}

/** All windows that fit into a range of batches, the shortest first. */
export function listRunWindows(
  batches: readonly Batch[],
  range: RunRange,
  rule: RunRule,
): RunWindow[] {
  const sums = addUp(batches, rule.everySeconds);
  const windowRule = createWindowRule(rule);
  return listWindows(sums, range, windowRule.every)
    .map(window => measureWindow(sums, window, windowRule))
    .sort((a, b) => a.runs - b.runs)
    .filter((window, index, all) => window.runs !== all[index - 1]?.runs);
}
