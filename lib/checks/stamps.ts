import type { Source } from '../model/job.ts';
import { type Matcher, select } from './promql.ts';

/** A stamp further ahead of the clock than this is not a time of success; in seconds. */
export const toleratedAheadSeconds = 300;

/**
 * PromQL for each job's newest stamp of a success, Unix seconds, of any instance in the range that
 * ends now; stamps of 0 and of a future are no stamps.
 */
export function newestStamps(
  source: Source,
  rangeSeconds: number,
  matchers: readonly Matcher[] = [],
): string {
  const series = select(source, source.metrics.lastSuccess, matchers);
  const stamps = `last_over_time(${series}[${rangeSeconds}s])`;
  return `max by (${source.labels.job}) (${stamps} > 0 <= time() + ${toleratedAheadSeconds})`;
}
