import type { SourceHistory } from '../history/history.ts';
import type { CheckName } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { ingest } from '../sources/ingest.ts';
import { askLast } from '../sources/past.ts';
import type { Question } from '../sources/question.ts';
import type { RangeAnswer } from './answer.ts';
import type { Prometheus } from './client.ts';
import { PrometheusError } from './errors.ts';
import type { LoadFailures } from './load-history.ts';

/** Points of the grid, and the finest it may be in seconds: a run of a slow job is still one of its own. */
const points = 400;
const finestSeconds = 600;

/**
 * What slow jobs did long ago, on a grid: each series' last sample in each of some hundred steps.
 * Growth is never lost by that, only dated a step late; weeks of raw samples would cost too much.
 */
export async function loadCoarse(
  reading: Readonly<{ client: Pick<Prometheus, 'range'>; history: SourceHistory }>,
  questions: readonly Question[],
  span: TimeRange,
): Promise<LoadFailures> {
  const failures = new Map<CheckName | 'all', PrometheusError>();
  const { client, history } = reading;
  const stepSeconds = gridSeconds(span);
  for (const question of questions) {
    if (question.role === 'up') continue;
    try {
      const { series } = await lastInSteps(client, question, span);
      const onGrid = series.map(one => ({ ...one, stepSeconds }));
      ingest(history.store, history.source, { question, series: onGrid });
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      failures.set(question.check, error);
    }
  }
  return failures;
}

/** The step of a span's grid, in seconds. */
export function gridSeconds({ from, to }: TimeRange): number {
  return Math.ceil(Math.max(finestSeconds, (to - from) / points) / 60) * 60;
}

/** Each series' last sample in each step of a span. */
export function lastInSteps(
  client: Pick<Prometheus, 'range'>,
  { selector }: Question,
  { from, to }: TimeRange,
): Promise<RangeAnswer> {
  const stepSeconds = gridSeconds({ from, to });
  return client.range(askLast(selector, stepSeconds), {
    from: from + stepSeconds,
    to,
    stepSeconds,
  });
}
