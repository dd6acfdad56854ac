import type { Schedule } from '../model/schedule.ts';
import { lastDue, nextDue } from './due.ts';

/** A tenth of the time since the due time before, and 5 min at most: clocks differ, runs are quick. */
export const earlyShare = 0.1;
const maximumEarlySeconds = 300;

/** How many seconds before a due time a success counts for it already. */
export function earlySeconds(schedule: Schedule, due: number): number {
  const before = lastDue(schedule, due - 1) ?? Number.NEGATIVE_INFINITY;
  return Math.min(maximumEarlySeconds, earlyShare * (due - before));
}

/**
 * The first due time in (since, at] that no success has met, Unix seconds. A success meets every
 * due time before it and one that it is early for. `successes` are ascending, in Unix seconds;
 * those after `at` are not looked at.
 */
export function firstUnmetDue(
  schedule: Schedule,
  successes: readonly number[],
  { since, at }: Readonly<{ since: number; at: number }>,
): number | undefined {
  const success = successes.findLast(time => time <= at) ?? Number.NEGATIVE_INFINITY;
  let due = nextDue(schedule, Math.max(success, since));
  // An early success meets one due time: early is less than the gap to the next.
  if (due !== undefined && due <= success + earlySeconds(schedule, due))
    due = nextDue(schedule, due);
  return due !== undefined && due <= at ? due : undefined;
}
