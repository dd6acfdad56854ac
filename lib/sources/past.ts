import type { Source } from '../model/source.ts';
import { type Matcher, select } from './promql.ts';

/** Each series' last sample in each step of a grid. */
export function askLast(selector: string, stepSeconds: number): string {
  return `last_over_time(${selector}[${stepSeconds}s])`;
}

/** How many targets of a source are known at a time, whether they answer or not. */
export function countKnownTargets({ upSelector }: Source): string {
  return `count(${select('up', [upSelector])})`;
}

/** The newest timestamp of each job in the last seconds; undefined if a source has none. */
export function askNewestStamp(
  { lastSuccess, jobLabels, selector }: Source,
  matchers: readonly Matcher[],
  seconds: number,
): string | undefined {
  if (lastSuccess === undefined) return undefined;
  const stamps = select(lastSuccess.metric, [selector, lastSuccess.where, ...matchers]);
  return `max by (${jobLabels.join(', ')}) (max_over_time(${stamps}[${seconds}s]))`;
}
