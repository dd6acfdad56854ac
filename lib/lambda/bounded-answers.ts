import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

export type Asked = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

/**
 * The largest answer that a function reads, in bytes of text: two are read at once, and the parser
 * takes some six times as much for one. 490 jobs give at most 0.5 MB per minute; a span that is
 * larger is asked for in parts.
 */
export const functionAnswerBytes = 16 * 1024 * 1024;

/** Some 5 MB of text: a span of samples is asked for in parts of about this size. */
export const functionAnswerSamples = 200_000;

const concurrency = 2;

/** A series takes some 1.5 kB when it is kept; a third of the memory may be kept. */
const seriesPerMegabyte = 200;

/**
 * Bounds the memory that answers take, whatever is sent: few are read at once, and no more series
 * are taken than a function of so many megabytes can keep; `countSeries` says how many there are.
 */
export function boundAnswers(
  prometheus: Asked,
  { megabytes, countSeries }: Readonly<{ megabytes: number; countSeries: () => number }>,
): Asked {
  const most = megabytes * seriesPerMegabyte;
  const inTurn = limitConcurrency(concurrency);
  const refuse = (received: number) => {
    if (received > most) throw tooMany(received, most);
  };
  return {
    instant: (promql, at) =>
      inTurn(async () => {
        const answer = await prometheus.instant(promql, at);
        refuse(answer.samples.length);
        return answer;
      }),
    range: (promql, range) =>
      inTurn(async () => {
        const answer = await prometheus.range(promql, range);
        refuse(answer.series.length);
        return answer;
      }),
    samples: (selector, span) =>
      inTurn(async () => {
        refuse(countSeries());
        const answer = await prometheus.samples(selector, span);
        refuse(answer.series.length);
        return answer;
      }),
  };
}

/** Runs work in the order in which it comes, so many at once. */
function limitConcurrency(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

function tooMany(received: number, expected: number): PrometheusError {
  return new PrometheusError({
    code: 'too-large',
    problem: 'There are more series than the function has memory for',
    received: `${received} series`,
    expected: `at most ${expected}; narrow prometheus.selector to the jobs of this service`,
  });
}
