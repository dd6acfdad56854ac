import type { Source } from '../model/source.ts';
import { select } from './promql.ts';
import { askBuckets } from './question.ts';

/**
 * What doctor queries besides the checks' own questions, as PromQL. These queries read one instant
 * and look back an hour at most, so they cost a busy Prometheus almost nothing.
 */
const recently = '[1h]';

/** The server's own clock. */
export const serverTime = 'time()';

/** Targets of any kind, whatever the selectors say. */
export const countTargets = 'count(up)';

/** How many series a metric has, whatever the selectors say. */
export function countSeries(metric: string): string {
  return `count(last_over_time(${select(metric)}${recently}))`;
}

/** A series for each job and bound of its histogram; undefined if there is no such histogram. */
export function listBounds(source: Source): string | undefined {
  const selector = askBuckets(source, [])?.selector;
  if (selector === undefined) return undefined;
  return `group by (${[...source.jobLabels, 'le'].join(', ')}) (last_over_time(${selector}${recently}))`;
}

/** The series with the schedules of jobs; undefined if the source has none. */
export function listSchedules({ scheduleInfo, selector }: Source): string | undefined {
  if (scheduleInfo === undefined) return undefined;
  return `last_over_time(${select(scheduleInfo.metric, [selector, scheduleInfo.where])}${recently})`;
}
