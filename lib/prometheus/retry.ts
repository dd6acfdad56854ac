import { setTimeout as wait } from 'node:timers/promises';
import type { Deadline } from './deadline.ts';
import type { PrometheusError } from './errors.ts';

/** The result of one attempt; `again` says whether another may succeed, and from when. */
export type Attempt<T> =
  | Readonly<{ ok: true; value: T }>
  | Readonly<{ ok: false; error: PrometheusError; again: boolean; afterMilliseconds?: number }>;

// Two more attempts: a short fault is over within a second or two, and the next round comes in a
// minute.
const pausesMilliseconds = [250, 1000];

/**
 * Tries up to three times within the deadline, and throws the last error. undici's RetryAgent is
 * not used: it resumes a broken answer by byte range, which joins two evaluations of one query,
 * sends the same (signed) headers again, and caps a `Retry-After` instead of giving up.
 */
export async function withRetries<T>(
  deadline: Deadline,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  for (const pause of pausesMilliseconds) {
    const outcome = await attempt();
    if (outcome.ok) return outcome.value;
    const milliseconds = Math.max(pause, outcome.afterMilliseconds ?? 0);
    if (!outcome.again || milliseconds >= deadline.remainingMilliseconds()) throw outcome.error;
    await wait(milliseconds, undefined, { signal: deadline.signal });
  }
  const last = await attempt();
  if (last.ok) return last.value;
  throw last.error;
}

/** The milliseconds of a `Retry-After` header: seconds, or a date relative to `now`. */
export function retryAfterMilliseconds(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
