/**
 * Which failures are evidence of a rate above its limit, and which may be chance. A job whose true
 * rate is half its limit (`healthyShare`) must hardly ever look like one above the limit. How
 * rarely depends on how often it runs, because a job that runs often has many more chances to look
 * bad.
 */

/** The true rate at which there should be no notification, as a share of the limit. */
const healthyShare = 0.5;

/**
 * The chance that a window of a healthy job that runs every minute looks bad: it has about 43,000
 * runs per month, so there is one false alarm in many months. A job that runs n times less often
 * may look bad n times as often.
 */
const chancePerRun = 1e-4;
const highestChance = 5e-3;

const MINUTE = 60;
const monthSeconds = 30 * 86_400;

/**
 * The windows that are examined, in runs. Short ones find a sudden failure, long ones a slow burn.
 */
export const windowRuns: readonly number[] = [5, 10, 20, 40, 80, 160, 320];

/** A window spans at most this time, in seconds, however few runs it contains. */
const longestWindowSeconds = 26 * 3600;

/** The most runs that a window of a job may contain. */
export function mostWindowRuns(everySeconds: number): number {
  return Math.min(windowRuns.at(-1) ?? 0, Math.floor(longestWindowSeconds / everySeconds));
}

/** How unlikely bad runs must be by chance, for a job that runs this often. */
export function findChance(everySeconds: number): number {
  return Math.min(highestChance, chancePerRun * Math.max(1, everySeconds / MINUTE));
}

/** A job that runs more often than this is examined too often for that chance, in seconds. */
const quickSeconds = 4 * MINUTE;

/** This many runs show a slow burn, and are examined no more often than those of a slower job. */
const slowBurnRuns = 80;

/**
 * How unlikely the bad runs of a window of this many runs must be by chance: the same chance, but
 * lower for the short windows of a job that runs often, which are examined most often.
 */
export function findWindowChance(everySeconds: number, runs: number): number {
  const usual = findChance(everySeconds);
  const short = (usual * Math.max(MINUTE, everySeconds)) / quickSeconds;
  return Math.min(usual, Math.max(short, (chancePerRun * runs) / slowBurnRuns));
}

/** Fewest bad runs by the number of runs, for one rule. */
const thresholds = new Map<string, Map<number, number>>();

/**
 * How unlikely the failures of a job whose true rate is the limit must be, to count as a majority.
 */
const chanceOfMajority = 0.05;

/** The values that a window is compared with. */
type ThresholdRule = Readonly<{
  limitPercent: number;
  everySeconds: number;
  /**
   * Whether a true rate at the limit itself must be unlikely too: "about half" is not a majority.
   */
  isMajority: boolean;
  /** Whether the job is known to fail now and then, so that a window needs more bad runs. */
  isIntermittent: boolean;
}>;

/** A job that was bad this often before a window, with good runs between, is intermittent. */
export const intermittentPeriods = 3;

/**
 * How often per month the bad runs in one window of an intermittent job may become enough by
 * chance. The seven windows overlap, and most such moments pass within the hold time, so that there
 * is less than one false alarm in ten months.
 */
const risesPerMonth = 0.02;

/**
 * The fewest bad runs that are evidence, by the number of runs: the smallest k for which a healthy
 * job has k or more bad runs with at most the given chance (binomial tail), and which exceeds the
 * limit.
 */
export function createThreshold(rule: ThresholdRule): (runs: number) => number {
  const { limitPercent, everySeconds, isMajority, isIntermittent } = rule;
  const key = JSON.stringify(rule);
  const known = thresholds.get(key) ?? new Map<number, number>();
  thresholds.set(key, known);
  return runs => {
    let fewest = known.get(runs);
    if (fewest !== undefined) return fewest;
    // one bad run more or less depends on where the window happens to begin; at 0 % each one counts
    const overLimit = limitPercent === 0 ? 1 : Math.floor((runs * limitPercent) / 100) + 2;
    const share = (limitPercent / 100) * healthyShare;
    const chance = isMajority ? findChance(everySeconds) : findWindowChance(everySeconds, runs);
    const majority = isMajority ? smallestTail(runs, limitPercent / 100, chanceOfMajority) : 0;
    const rare = isIntermittent && !isMajority ? smallestRareRise(runs, share, everySeconds) : 0;
    fewest = Math.max(overLimit, majority, rare, smallestTail(runs, share, chance));
    known.set(runs, fewest);
    return fewest;
  };
}

/**
 * For more runs than this, the terms of the tail are too small for a number, and too many to add
 * up.
 */
const mostSummed = 1000;

/**
 * Bernstein's bound on the same tail, which is a little higher; for minutes with thousands of runs.
 */
function boundTail(runs: number, share: number, chance: number): number {
  const unlikely = -Math.log(chance);
  const variance = runs * share * (1 - share);
  const above = unlikely / 3 + Math.sqrt((unlikely / 3) ** 2 + 2 * unlikely * variance);
  return Math.ceil(runs * share + above);
}

/** The smallest k with P(X >= k) <= chance for a binomial X; `runs` + 1 if there is none. */
function smallestTail(runs: number, share: number, chance: number): number {
  if (share <= 0) return 1;
  if (runs > mostSummed) return boundTail(runs, share, chance);
  let probability = (1 - share) ** runs;
  let tail = 1;
  for (let k = 0; k <= runs; k += 1) {
    if (tail <= chance) return k;
    tail -= probability;
    probability *= ((runs - k) / (k + 1)) * (share / (1 - share));
  }
  return runs + 1;
}

/** The smallest k to which the bad ones among the last runs rise only as often as they may. */
function smallestRareRise(runs: number, share: number, everySeconds: number): number {
  if (share <= 0 || runs > mostSummed) return 0;
  const perMonth = monthSeconds / everySeconds;
  let k = Math.floor(runs * share) + 1;
  while (k <= runs && perMonth * findRiseChance(runs, k, share) > risesPerMonth) k += 1;
  return k;
}

/**
 * The chance that a run makes the bad ones k: it is bad, the one that leaves the window is good,
 * and k - 1 of the others are bad.
 */
function findRiseChance(runs: number, k: number, share: number): number {
  let logarithm = k * Math.log(share) + (runs - k + 1) * Math.log(1 - share);
  for (let index = 1; index < k; index += 1) logarithm += Math.log((runs - k + index) / index);
  return Math.exp(logarithm);
}

/**
 * Whether this many bad ones are evidence, by Chernoff's bound; for items, of which a window
 * contains thousands.
 */
export function isEvident(
  bad: number,
  total: number,
  rule: Readonly<{ limitPercent: number; chance: number }>,
): boolean {
  const rate = bad / total;
  const share = (rule.limitPercent / 100) * healthyShare;
  // avoids NaN for 0 / 0
  if (!(rate > rule.limitPercent / 100)) return false;
  const right = rate === 1 ? 0 : (1 - rate) * Math.log((1 - rate) / (1 - share));
  const distance = rate * Math.log(rate / share) + right;
  return total * distance >= -Math.log(rule.chance);
}

/** A job that runs at most once in this many seconds has few runs to judge it by. */
export const rareSeconds = 3600;

/** Bad runs in a row that are evidence at once, whatever the window. */
type Streaks = Readonly<{ warning: number; critical: number }>;

/**
 * For a job that is slower than the original's window, a window contains one run, and only that run
 * can be judged.
 */
const oneRunSeconds = 10 * MINUTE;

/** If the limit allows one bad run in five, a single one is no reason for an alarm. */
export const tolerantPercent = 20;

/** A single bad run of a job this slow is not noise, even if another run was bad a while ago. */
export const everyRunCountsSeconds = 6 * 3600;

/** Five minutes of bad runs, as the original's hold time; at least two runs. */
const warningSeconds = 5 * MINUTE;

/** More than half of the original's critical window of five minutes. */
const criticalSeconds = 3 * MINUTE;

/**
 * How many bad runs in a row are needed. A job that runs every ten minutes or less often is
 * reported at its first bad run, unless it recently had others that the next run corrected; a job
 * that runs more often never is.
 */
export function findStreaks(everySeconds: number, badBefore = 0): Streaks {
  const inARow = (seconds: number) => Math.max(2, Math.ceil(seconds / everySeconds));
  const isOne =
    everySeconds >= everyRunCountsSeconds || (everySeconds >= oneRunSeconds && badBefore === 0);
  return { warning: isOne ? 1 : inARow(warningSeconds), critical: inARow(criticalSeconds) };
}

/**
 * How many alarms per month bad runs in a row may cause by chance, and what is assumed about an
 * unknown job.
 */
const streaksPerMonth = 0.1;
const assumed = { bad: 0.25, runs: 100 } as const;

/**
 * A job that is known to fail now and then needs more failures in a row: so many that its usual
 * share of bad runs would hardly ever produce them.
 */
export function lengthenStreak(
  streak: number,
  seen: Readonly<{ bad: number; runs: number; everySeconds: number }>,
): number {
  if (streak < 2) return streak;
  const share = (seen.bad + assumed.bad) / (seen.runs + assumed.runs);
  const perMonth = monthSeconds / seen.everySeconds;
  let longer = streak;
  while (longer < streak + 3 && perMonth * share ** longer > streaksPerMonth) longer += 1;
  return longer;
}

/**
 * How certain a recovery must be for a job that runs every minute. For slower jobs, wrong
 * recoveries may be as rare in time.
 */
const recoveryChance = 2e-4;
const highestRecoveryChance = 0.05;

/**
 * A recovery never waits for longer than this many seconds of good runs; if bad runs have come back
 * repeatedly, for no longer than the longest window.
 */
const longestRecoverySeconds = 6 * 3600;

/**
 * Good runs in a row that end an incident in which this share of the runs was bad: so many that a
 * job that is still as bad would hardly ever have them. The next two good runs of a rare job are
 * enough, or the next one of a weekly or monthly job, unless bad runs have come back repeatedly.
 */
export function fewestGood(
  badShare: number,
  { everySeconds, isRecurring }: Readonly<{ everySeconds: number; isRecurring: boolean }>,
): number {
  if (everySeconds >= rareSeconds && !isRecurring) return everySeconds >= weeklySeconds ? 1 : 2;
  const chance = recoveryChance * Math.sqrt(Math.max(1, everySeconds / MINUTE));
  const share = Math.min(0.99, Math.max(0.01, badShare));
  const needed = Math.log(Math.min(highestRecoveryChance, chance)) / Math.log(1 - share);
  const longest = isRecurring ? longestWindowSeconds : longestRecoverySeconds;
  const most = Math.floor(longest / everySeconds);
  return Math.max(2, Math.min(Math.ceil(needed), most));
}

/**
 * A majority is over once this many runs show that it is no longer one, although some still fail.
 */
export const minorityRuns = 40;

/** The most bad runs among this many that a job at this limit would hardly ever stay below. */
export function mostOfMinority(limitPercent: number): number {
  const good = smallestTail(minorityRuns, 1 - limitPercent / 100, chanceOfMajority);
  return minorityRuns - good;
}

/** If a repaired job runs less often than every other day, people need not wait for two runs. */
const weeklySeconds = 2 * 86_400 + 1;

/**
 * Bad runs that come back this often within this many runs are a rate, and not a failure that is
 * over.
 */
export const recurring = { badPeriods: 3, runs: 40 } as const;
