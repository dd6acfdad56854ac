import type { Allowance } from './counters.ts';
import { findSegment, type Segments } from './segments.ts';
import type { StoredJob } from './store.ts';

/** The most runs of a job, with retries, that a process can have had before its first scrape. */
const freshRuns = 3;

/** A job may run somewhat more often than configured, for example when it catches up. */
const hurry = 1.5;

const shortestHistorySeconds = 3600;

/**
 * The most runs that can have ended in a time, by how often the job runs: as configured, or as
 * observed if that is more often. If a counter appears with more than that, or falls and then has
 * more, this is not an event: the counter existed before, under another name or unseen.
 */
export function allowRuns(job: StoredJob, intervalSeconds: number | undefined): Allowance {
  const perSecond = Math.max(1 / (intervalSeconds ?? Number.POSITIVE_INFINITY), seenPerSecond(job));
  return ({ seconds }) => freshRuns + Math.ceil(hurry * seconds * perSecond);
}

/**
 * Items that are counted for the first time are new if their target was watched before, or if its
 * process has hardly run yet. A process that has run often has counted items before.
 */
export function allowItems(job: StoredJob, runs: Allowance): Allowance {
  return where => {
    if (where.isWatched) return Number.POSITIVE_INFINITY;
    const counts = [...job.series.values()]
      .filter(({ identity: { kind, target } }) => kind === 'runs' && target === where.target)
      .flatMap(({ segments }) => presentValue(segments, where.time) ?? []);
    const count = counts.reduce((sum, value) => sum + value, 0);
    return counts.length > 0 && count <= runs(where) ? Number.POSITIVE_INFINITY : 0;
  };
}

/**
 * A counter that the previous process had and this one does not have yet is no evidence about this
 * one.
 */
function presentValue(segments: Segments, time: number): number | undefined {
  const index = findSegment(segments, time);
  const end = segments.ends[index] ?? Number.NEGATIVE_INFINITY;
  return end >= time - segments.spacing / 2 ? segments.values[index] : undefined;
}

/**
 * Runs per second by plain growth of the counters, because new and falling counters are what has to
 * be judged.
 */
function seenPerSecond(job: StoredJob): number {
  let grown = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { identity, segments } of job.series.values()) {
    if (identity.kind !== 'runs') continue;
    const { starts, ends, values } = segments;
    from = Math.min(from, starts[0] ?? from);
    to = Math.max(to, ends.at(-1) ?? to);
    values.forEach((value, index) => {
      grown += Math.max(0, value - (values[index - 1] ?? value));
    });
  }
  return grown / Math.max(shortestHistorySeconds, to - from);
}
