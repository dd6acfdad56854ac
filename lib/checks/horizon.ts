import { findSetting, type Job } from '../model/job.ts';
import { mostWindowRuns } from './evidence.ts';
import { findScheduleRhythm } from './rhythm.ts';

const HOUR = 3600;

/** At least this much is always examined. */
const shortestSeconds = 6 * HOUR;

/** A job of which nothing is known is judged by a little more than a day. */
const usualSeconds = 26 * HOUR;

/**
 * Twice the longest window is judged, so that a lasting incident is found from any beginning. A job
 * that runs rarely is judged by its last four runs.
 */
const windows = 2;
const fewestRuns = 4.25;

/** How often the beginning of the judged time moves on; see `findAnchor`. */
const anchorShare = 4;

/** How far back a job's runs are judged, in seconds. */
export function findHorizon(job: Job, at: number): number {
  const { schedule } = job;
  const rhythm = schedule === undefined ? undefined : findScheduleRhythm(schedule, at);
  const every = findUsualSeconds(job, at);
  if (every === undefined) return usualSeconds;
  const longest = rhythm?.longestSeconds ?? every;
  const quick = Math.max(shortestSeconds, windows * mostWindowRuns(every) * every);
  const late = schedule === undefined ? 0 : 2 * longest + longestLimit(job);
  return Math.max(quick, fewestRuns * every, late);
}

/** The usual time between two runs in seconds, as configured; `undefined` if that is unknown. */
export function findUsualSeconds({ intervalSeconds, schedule }: Job, at: number) {
  const rhythm = schedule === undefined ? undefined : findScheduleRhythm(schedule, at);
  return rhythm?.everySeconds ?? intervalSeconds;
}

/** The longest time after a due time, or after a success, that an alarm waits for; seconds. */
export function longestLimit(job: Pick<Job, 'alerts'>): number {
  return findSetting(job, 'BackgroundJobCriticallyStale').limit;
}

/**
 * Where the judgement of a moment begins, in Unix seconds. It moves in steps, so that a process
 * that has just started judges by the same runs as one that has run for weeks.
 */
export function findAnchor(horizonSeconds: number, at: number): number {
  const step = Math.max(HOUR, Math.floor(horizonSeconds / anchorShare / HOUR) * HOUR);
  return Math.floor((at - horizonSeconds) / step) * step;
}
