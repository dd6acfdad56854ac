import type { Schedule } from '../model/schedule.ts';
import { lastDue, nextDue } from './due.ts';

/**
 * A tenth of the time since the previous due time, and at most 5 min: clocks differ, and runs are
 * short.
 */
export const earlyShare = 0.1;
const maximumEarlySeconds = 300;

/** How many seconds before a due time a success already counts for it. */
export function earlySeconds(schedule: Schedule, due: number): number {
  const before = lastDue(schedule, due - 1) ?? Number.NEGATIVE_INFINITY;
  return Math.min(maximumEarlySeconds, earlyShare * (due - before));
}

/**
 * The first due time in (since, at] that no success has met, Unix seconds. A success meets every
 * due time before it, and a due time shortly after it. `successes` are ascending, in Unix seconds;
 * those after `at` are ignored.
 */
export function firstUnmetDue(
  schedule: Schedule,
  successes: readonly number[],
  { since, at }: Readonly<{ since: number; at: number }>,
): number | undefined {
  const success = successes.findLast(time => time <= at) ?? Number.NEGATIVE_INFINITY;
  let due = nextDue(schedule, Math.max(success, since));
  // An early success meets one due time: "early" is less than the gap to the next.
  if (due !== undefined && due <= success + earlySeconds(schedule, due))
    due = nextDue(schedule, due);
  return (due ?? Number.POSITIVE_INFINITY) <= at ? due : undefined;
}
