import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

export type Asked = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

/** How much a function reads and keeps, depending on its memory. */
export type AnswerLimits = Readonly<{
  /** For one answer, in bytes of text. */
  bytes: number;
  /** A span of samples is read in parts of about this many. */
  samples: number;
  /** In one answer, and in everything that is kept. */
  series: number;
}>;

/**
 * Two answers are read at once, and the parser needs about ten times the text of one, so a function
 * of 256 MB reads 4 MiB. 490 jobs return at most 0.5 MB per minute. A long span is read in parts of
 * about an eighth of that: for 1,000 jobs this cost Prometheus a fifth less CPU than parts of half
 * of it, and left less garbage. A stored series takes about 1.5 kB.
 */
export function limitAnswers(megabytes: number): AnswerLimits {
  const bytes = Math.min(16, megabytes / 64) * 1024 * 1024;
  return { bytes, samples: Math.floor(bytes / 200), series: megabytes * 150 };
}

const concurrency = 2;

/**
 * Bounds the memory that answers take, whatever is sent: few are read at once, and no more series
 * are accepted than the function can keep; `countSeries` says how many are kept.
 */
export function boundAnswers(
  prometheus: Asked,
  { limits, countSeries }: Readonly<{ limits: AnswerLimits; countSeries: () => number }>,
): Asked {
  const inTurn = limitConcurrency(concurrency);
  const refuse = (received: number) => {
    if (received > limits.series) throw tooMany(received, limits.series);
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

/** Runs work in order of arrival, this many at once. */
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
