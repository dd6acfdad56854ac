import type { Job } from '../model/job.ts';
import { mostWindowRuns } from './evidence.ts';
import { findScheduleRhythm } from './rhythm.ts';

const HOUR = 3600;

/** Less than this is never looked at. */
const shortestSeconds = 6 * HOUR;

/** A job of which nothing is known is judged by a day, and a little more. */
const usualSeconds = 26 * HOUR;

/**
 * What is judged is twice the longest window: then an incident that stands is found again from any
 * beginning. A job that runs rarely is judged by its last four runs.
 */
const windows = 2;
const fewestRuns = 4.25;

/** How often the beginning of what is judged moves on; see `findAnchor`. */
const anchorShare = 4;

/** How far back a job's runs are judged, in seconds. */
export function findHorizon(job: Job, at: number): number {
  const { intervalSeconds, schedule } = job;
  const rhythm = schedule === undefined ? undefined : findScheduleRhythm(schedule, at);
  const longest = rhythm?.longestSeconds ?? intervalSeconds;
  const every = findUsualSeconds(job, at);
  if (longest === undefined || every === undefined) return usualSeconds;
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
  return job.alerts.BackgroundJobCriticallyStale?.limit ?? 0;
}

/**
 * Where the judgement of a moment begins, in Unix seconds. It moves on in steps, so that a process
 * that has just begun judges by the same runs as one that has run for weeks.
 */
export function findAnchor(horizonSeconds: number, at: number): number {
  const step = Math.max(HOUR, Math.floor(horizonSeconds / anchorShare / HOUR) * HOUR);
  return Math.floor((at - horizonSeconds) / step) * step;
}
