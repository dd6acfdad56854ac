import { setTimeout as wait } from 'node:timers/promises';
import type { Deadline } from './deadline.ts';
import type { PrometheusError } from './errors.ts';

/** How one try went; `again` says whether another may fare better, and from when. */
export type Attempt<T> =
  | Readonly<{ ok: true; value: T }>
  | Readonly<{ ok: false; error: PrometheusError; again: boolean; afterMilliseconds?: number }>;

// Two more tries: what passes passes within a second or two, and the next minute asks again.
const pausesMilliseconds = [250, 1000];

/**
 * Tries up to three times within the deadline; the last error is thrown. undici's RetryAgent is
 * not used: it resumes a broken answer by byte range, which joins two evaluations of one query,
 * sends the same (signed) headers again, and caps a `Retry-After` instead of giving up on it.
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

/** Milliseconds that a `Retry-After` header asks for: seconds, or a date as seen from `now`. */
export function retryAfterMilliseconds(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
