import { type LearntCron, learnCron } from './learn-cron.ts';
import { findTypicalGap, learnInterval } from './learn-interval.ts';

/** A job's learnt rhythm. */
export type LearntRhythm =
  | Readonly<{ intervalSeconds: number }>
  | Readonly<{ cron: string; timezone: string }>;

const daySeconds = 86_400;

/** Below this no weekend has come twice, so a silence may as well be an outage. */
const minimumCronDays = 14;

/** From here on, a monthly rhythm is more likely: `0 1 1 * *` has gaps of 28 to 31 days. */
const longestPlainInterval = 8 * daySeconds;

/** A zone is better than another, and than UTC, if it explains at least this share of runs more. */
const leastGain = 0.01;

/**
 * Zones that are tried after UTC: one for each common daylight saving rule, because runs cannot
 * show more.
 */
const commonTimezones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'Australia/Sydney',
];

type LearnOptions = Readonly<{
  timezones?: readonly string[];
  /** Since when the job has been watched, Unix seconds; by default since its first run. */
  knownFrom?: number;
}>;

/**
 * Learns a job's rhythm from the times of its runs, Unix seconds ascending; runs after `now` are
 * ignored. The result is an interval if runs come evenly; a cron if they keep to hours, weekdays or
 * a day of the month for at least 14 days; otherwise undefined. Zones other than UTC are tried if
 * runs shifted by an hour when the clocks changed.
 */
export function learnSchedule(
  runTimes: readonly number[],
  now: number,
  { timezones = commonTimezones, knownFrom = Number.POSITIVE_INFINITY }: LearnOptions = {},
): LearntRhythm | undefined {
  const runs = runTimes.filter(time => time <= now);
  const gaps = runs.slice(1).map((time, index) => time - (runs[index] ?? time));
  if (gaps.length < 2) return undefined;
  const even = learnInterval(gaps, 'even');
  if (even !== undefined && even.intervalSeconds <= longestPlainInterval) return even;
  const spanDays = (now - Math.min(knownFrom, runs[0] ?? now)) / daySeconds;
  const cron =
    spanDays < minimumCronDays
      ? undefined
      : findCron(runs, findTypicalGap(gaps).typicalSeconds, timezones);
  return cron ?? even ?? learnInterval(gaps, 'one-outage');
}

/** UTC if it explains all runs, otherwise the zone that explains most of them. */
function findCron(
  runs: readonly number[],
  typicalGapSeconds: number,
  timezones: readonly string[],
): LearntRhythm | undefined {
  let best: LearntCron | undefined;
  for (const timezone of ['UTC', ...timezones]) {
    if ((best?.fit ?? 0) + leastGain >= 1) break;
    const learnt = learnCron(runs, typicalGapSeconds, timezone);
    if (learnt !== undefined && learnt.fit > (best?.fit ?? 0) + leastGain) best = learnt;
  }
  return best && { cron: best.cron, timezone: best.timezone };
}
