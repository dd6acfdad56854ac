import type { Job } from '../model/job.ts';
import { findScheduleRhythm } from './rhythm.ts';

const HOUR = 3600;

/** A quick job is judged by its last 320 runs at most, but not by less time than this. */
const mostRuns = 320;
const shortestSeconds = 6 * HOUR;

/** Nor by more than this, unless it runs so rarely that fewer than five of its runs fit in. */
const usualSeconds = 26 * HOUR;
const fewestRuns = 4.25;

/** How often the beginning of what is judged moves on; see `findAnchor`. */
const anchorShare = 4;

/** How far back a job's runs are judged, in seconds. */
export function findHorizon(job: Job, at: number): number {
  const { intervalSeconds, schedule } = job;
  const rhythm = schedule === undefined ? undefined : findScheduleRhythm(schedule, at);
  const longest = rhythm?.longestSeconds ?? intervalSeconds;
  if (longest === undefined) return usualSeconds;
  const every = rhythm?.everySeconds ?? longest;
  const quick = Math.min(usualSeconds, Math.max(shortestSeconds, mostRuns * every));
  const late = schedule === undefined ? 0 : 2 * longest + longestLimit(job);
  return Math.max(quick, fewestRuns * every, late);
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
