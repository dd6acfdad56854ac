import { PrometheusError } from './errors.ts';

/** The deadline of a call: a signal that aborts its requests, and the remaining time. */
export type Deadline = Readonly<{ signal: AbortSignal; remainingMilliseconds: () => number }>;

/**
 * Runs work with a deadline that includes connecting, reading a secret, waiting and every attempt.
 * Throws `timeout` at the deadline, even if the work cannot be cancelled.
 */
export async function withinDeadline<T>(
  milliseconds: number,
  url: string,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = performance.now() + milliseconds;
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    expired.reject(timeoutError(milliseconds, url));
    controller.abort();
  }, milliseconds);
  try {
    const deadline = {
      signal: controller.signal,
      remainingMilliseconds: () => end - performance.now(),
    };
    return await Promise.race([work(deadline), expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function timeoutError(milliseconds: number, url: string): PrometheusError {
  return new PrometheusError({
    code: 'timeout',
    problem: 'Prometheus did not answer in time',
    url,
    received: `no complete answer within ${milliseconds / 1000} s`,
    expected: 'an answer within that time',
  });
}
