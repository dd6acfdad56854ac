import type { SourceHistory } from '../history/history.ts';
import type { CheckName } from '../model/job.ts';
import { ingest } from '../sources/ingest.ts';
import type { Question } from '../sources/question.ts';
import type { Prometheus } from './client.ts';
import { PrometheusError } from './errors.ts';
import type { LoadFailures, Span } from './load-history.ts';

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
  { from, to }: Span,
): Promise<LoadFailures> {
  const failures = new Map<CheckName | 'all', PrometheusError>();
  const { client, history } = reading;
  const wanted = Math.max(finestSeconds, (to - from) / points);
  const stepSeconds = Math.ceil(wanted / 60) * 60;
  for (const question of questions) {
    if (question.role === 'up') continue;
    try {
      const promql = `last_over_time(${question.selector}[${stepSeconds}s])`;
      const { series } = await client.range(promql, { from: from + stepSeconds, to, stepSeconds });
      ingest(history.store, history.source, { question, series });
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      failures.set(question.check, error);
    }
  }
  return failures;
}
