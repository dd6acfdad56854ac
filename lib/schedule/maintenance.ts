import type { Maintenance } from '../model/schedule.ts';
import { lastDue } from './due.ts';

/** The first window that a job is in at a time, Unix seconds; its last second is not part of it. */
export function isInMaintenance(
  windows: readonly Maintenance[],
  jobName: string,
  at: number,
): Maintenance | undefined {
  return windows.find(
    window => window.jobs.some(pattern => matchesPattern(pattern, jobName)) && isOpen(window, at),
  );
}

/** The windows that are open at a time, and when each of them ends; Unix seconds. */
export function listOpenWindows(
  windows: readonly Maintenance[],
  at: number,
): Readonly<{ window: Maintenance; until: number }>[] {
  return windows.flatMap(window => {
    const until = findEnd(window, at);
    return until !== undefined && at < until ? [{ window, until }] : [];
  });
}

function isOpen(window: Maintenance, at: number): boolean {
  return at < (findEnd(window, at) ?? at);
}

/** When the last window that has begun ends; undefined if none has begun. */
function findEnd({ schedule, durationSeconds }: Maintenance, at: number): number | undefined {
  const opened = lastDue(schedule, at);
  return opened === undefined ? undefined : opened + durationSeconds;
}

/**
 * Whether a whole name matches a pattern: `*` is any characters or none, everything else is
 * literal.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
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
