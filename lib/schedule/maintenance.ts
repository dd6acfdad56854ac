import type { Maintenance } from '../model/schedule.ts';
import { lastDue } from './due.ts';

/** The first window that a job is in at a time, Unix seconds; its last second is not part of it. */
export function isInMaintenance(
  windows: readonly Maintenance[],
  jobName: string,
  at: number,
): Maintenance | undefined {
  return windows.find(
    window =>
      window.jobs.some(pattern => matchesPattern(pattern, jobName)) && at < findEnd(window, at),
  );
}

/** The windows that are open at a time, and when each of them ends; Unix seconds. */
export function listOpenWindows(
  windows: readonly Maintenance[],
  at: number,
): Readonly<{ window: Maintenance; until: number }>[] {
  return windows
    .map(window => ({ window, until: findEnd(window, at) }))
    .filter(({ until }) => at < until);
}

/** When the last window that has begun ends; before all time if none has begun. */
function findEnd({ schedule, durationSeconds }: Maintenance, at: number): number {
  return (lastDue(schedule, at) ?? Number.NEGATIVE_INFINITY) + durationSeconds;
}

/**
 * Whether a whole name matches a pattern: `*` is any characters or none, everything else is
 * literal.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const [head, ...rest] = pattern.split('*') as [string, ...string[]];
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (name.length < head.length + tail.length) return false;
  if (!name.startsWith(head) || !name.endsWith(tail)) return false;
  return containsInOrder(name.slice(head.length, name.length - tail.length), rest);
}

function containsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}
