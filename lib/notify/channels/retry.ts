import { setTimeout } from 'node:timers/promises';

/**
 * Milliseconds to wait after this many attempts: the time in `Retry-After`, in seconds or as a
 * date, otherwise the first wait, doubled with each attempt.
 */
export function waitBefore(
  attempts: number,
  retryAfter: string | undefined,
  backOffMilliseconds: number,
): number {
  const backOff = backOffMilliseconds * 2 ** (attempts - 1);
  if (retryAfter === undefined) return backOff;
  const asked = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(asked) ? backOff : Math.max(asked, 0);
}

export async function sleep(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}
