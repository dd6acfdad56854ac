import { countUpTo } from '../model/count-up-to.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Schedule } from '../model/schedule.ts';
import { dueTimes, gapAround, lastDue } from '../schedule/due.ts';
import { findTypicalGap, snap } from '../schedule/learn-interval.ts';

const DAY = 86_400;

/** How often a job runs, in seconds: usually, and at the longest. */
export type JobRhythm = Readonly<{ everySeconds: number; longestSeconds: number }>;

/** Gaps from which a rhythm is learnt: at most this many, and at least three runs. */
const mostGaps = 50;
const fewestGaps = 2;

/** How often the job runs: as configured, or for an unlisted job, as its runs up to `at` show. */
export function findJobRhythm(job: Job, facts: JobFacts, at: number): JobRhythm | undefined {
  const { intervalSeconds, schedule } = job;
  if (intervalSeconds !== undefined) {
    return { everySeconds: intervalSeconds, longestSeconds: intervalSeconds };
  }
  if (schedule !== undefined) return findScheduleRhythm(schedule, at);
  return learnRhythm(facts, at);
}

type Remembered = { hour: number; rhythm: JobRhythm | undefined };

const remembered = new WeakMap<Schedule, Remembered>();

/** It is calculated once per hour, because a schedule's gaps differ by day. */
export function findScheduleRhythm(schedule: Schedule, at: number): JobRhythm | undefined {
  const hour = Math.floor(at / 3600) * 3600;
  const known = remembered.get(schedule);
  if (known?.hour === hour) return known.rhythm;
  const rhythm = readSchedule(schedule, hour);
  remembered.set(schedule, { hour, rhythm });
  return rhythm;
}

/** Due times of the last days or weeks; the spans grow until a few due times are found. */
function dueBefore(schedule: Schedule, hour: number): number[] {
  for (const days of [isDaily(schedule) ? 2 : weekDays, 16, 130, 800]) {
    const times = dueTimes(schedule, hour - days * DAY, hour);
    if (times.length > 3) return times;
  }
  return [];
}

/** A week and a day, so that a weekend is always among the gaps. */
const weekDays = 9;

/** Whether every day has the same due times. */
function isDaily({ crons, except }: Schedule): boolean {
  return except.length === 0 && crons.every(cron => cron.trim().endsWith(' * * *'));
}

function readSchedule(schedule: Schedule, hour: number): JobRhythm | undefined {
  const gaps = findGaps(dueBefore(schedule, hour));
  if (gaps.length === 0) return undefined;
  const { typicalSeconds } = findTypicalGap(gaps.slice(-mostGaps));
  const now = gapAround(schedule, lastDue(schedule, hour) ?? hour);
  const longestSeconds = Math.max(...gaps, Number.isFinite(now) ? now : 0);
  return { everySeconds: typicalSeconds, longestSeconds };
}

/** The newest runs from which a rhythm is learnt, and the timestamps if nothing counts the runs. */
function learnRhythm({ runs, successes }: JobFacts, at: number): JobRhythm | undefined {
  const counted = takeNewest(runs, at);
  if (counted.length > fewestGaps) return learn(counted.map(run => run.at));
  return learn(takeNewest(successes, at).map(({ time }) => time));
}

function takeNewest<Fact extends Readonly<{ at: number }>>(facts: readonly Fact[], at: number) {
  const end = countUpTo(facts, at);
  return facts.slice(Math.max(0, end - 2 * mostGaps), end);
}

/** Ends of runs that are at most a minute apart are one run: retries, or replicas. */
function learn(times: readonly number[]): JobRhythm | undefined {
  const gaps = findGaps(times).filter(gap => gap > 30);
  if (gaps.length < fewestGaps) return undefined;
  const recent = gaps.slice(-mostGaps);
  const { typicalSeconds } = findTypicalGap(recent);
  return { everySeconds: snap(typicalSeconds), longestSeconds: Math.max(...recent) };
}

function findGaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}
