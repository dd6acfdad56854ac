import { type LearntCron, learnCron } from './learn-cron.ts';
import { findTypicalGap, learnInterval } from './learn-interval.ts';

/** A job's learnt rhythm. */
export type LearntRhythm =
  | Readonly<{ intervalSeconds: number }>
  | Readonly<{ cron: string; timezone: string }>;

const daySeconds = 86_400;

/** Below this no weekend has come twice, so that a silence may as well be an outage. */
const minimumCronDays = 14;

/** From here on months are the likelier rhythm: `0 1 1 * *` has gaps of 28 to 31 days. */
const longestPlainInterval = 8 * daySeconds;

/** A zone is better than another, and UTC is not all, from a share of runs like this on. */
const leastGain = 0.01;

/** Tried after UTC: one for each common daylight saving rule, which is all that runs can show. */
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
 * Learns a job's rhythm from when it ran, Unix seconds ascending. Runs after `now` are not looked
 * at. An interval where runs come evenly; a cron where they keep to hours, weekdays or a day of the
 * month for 14 days and more; undefined where they do neither. Other zones than UTC are tried where
 * runs moved by an hour when the clocks changed.
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

/** UTC where it explains all runs, else the zone that explains most of them. */
function findCron(
  runs: readonly number[],
  typicalGapSeconds: number,
  timezones: readonly string[],
): LearntRhythm | undefined {
  let best: LearntCron | undefined;
  for (const timezone of ['UTC', ...timezones]) {
    const learnt = learnCron(runs, typicalGapSeconds, timezone);
    if (learnt !== undefined && learnt.fit > (best?.fit ?? 0) + leastGain) best = learnt;
    if (timezone === 'UTC' && best !== undefined && best.fit > 1 - leastGain) break;
  }
  return best && { cron: best.cron, timezone: best.timezone };
}
