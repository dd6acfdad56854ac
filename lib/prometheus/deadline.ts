import { PrometheusError } from './errors.ts';

/** What is left of a call's time: the signal ends its requests, the number bounds its waits. */
export type Deadline = Readonly<{ signal: AbortSignal; remainingMilliseconds: () => number }>;

/**
 * Does work that must end within a time: connecting, reading a secret, waiting and every try
 * count. Throws `timeout` when it does not, at once, even where the work cannot be cancelled.
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
    received: `no whole answer within ${milliseconds / 1000} s`,
    expected: 'an answer before that',
  });
}
