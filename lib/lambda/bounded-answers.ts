import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

type Asked = Pick<Prometheus, 'instant' | 'range'>;

/**
 * The largest answer that a function of 256 MB reads, in bytes of text: three are read at once, and
 * as objects they take some six times as much. 490 jobs give at most 0.5 MB; a range that is larger
 * is asked for in parts.
 */
export const functionAnswerBytes = 4 * 1024 * 1024;

/** Of all answers of one run or one filled span together; a sample takes some 150 bytes. */
const most = { samples: 100_000, points: 1_000_000 } as const;

/** For one run: the memory that its answers take is bounded, whatever is sent. */
export function boundedAnswers(prometheus: Asked): Asked {
  let samples = 0;
  let points = 0;
  return {
    instant: async (promql, at) => {
      const answer = await prometheus.instant(promql, at);
      samples += answer.samples.length;
      if (samples > most.samples) throw tooMany(samples, most.samples);
      return answer;
    },
    range: async (promql, range) => {
      const answer = await prometheus.range(promql, range);
      points += answer.series.reduce((sum, { times }) => sum + times.length, 0);
      if (points > most.points) throw tooMany(points, most.points);
      return answer;
    },
  };
}

function tooMany(received: number, expected: number): PrometheusError {
  return new PrometheusError({
    code: 'too-large',
    problem: 'The answers of one run hold more samples than are read',
    received: `${received} samples`,
    expected: `at most ${expected}; narrow prometheus.selector to the jobs of this service`,
  });
}
