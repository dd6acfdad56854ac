import type { Check, Sample } from '../checks/check.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { Fleet } from '../model/job.ts';
import type { Derived } from '../model/measurement.ts';
import type { Prometheus } from './client.ts';
import { PrometheusError } from './errors.ts';

/** What a check found at a minute, and the server's own warnings about it. */
export type Answer = Readonly<{ derived: Derived; queries: number; warnings: readonly string[] }>;

/** Queries under way at once from one check; all five checks begin in the same second. */
const concurrency = 3;

/** Asks all that a check wants to know of the minute `at`. Throws `PrometheusError`. */
export async function askCheck(
  prometheus: Pick<Prometheus, 'instant'>,
  check: Check,
  when: Readonly<{ fleet: Fleet; at: number }>,
): Promise<Answer> {
  const waiting = Object.entries(queriesOf(check, when.fleet));
  const queries = waiting.length;
  const samples: Record<string, readonly Sample[]> = {};
  const warnings = new Set<string>();
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, promql] = next;
      const answer = await prometheus.instant(promql, when.at - when.fleet.delaySeconds);
      samples[name] = answer.samples;
      for (const warning of answer.warnings) warnings.add(warning);
    }
  };
  // the first failure decides: what still waits is not asked any more
  const stop = (error: unknown): never => {
    waiting.length = 0;
    throw error;
  };
  await Promise.all(Array.from({ length: concurrency }, () => work().catch(stop)));
  const derived = deriveAt(check, { samples, ...when });
  if (derived === undefined) throw noData();
  return { derived, queries, warnings: [...warnings] };
}

function noData(): PrometheusError {
  return new PrometheusError({
    code: 'no-data',
    problem: 'Prometheus knows neither a job nor an `up` in the whole lookback',
    received: 'answers without series',
    expected: 'a job or a target; see prometheus.url and prometheus.selector',
  });
}
