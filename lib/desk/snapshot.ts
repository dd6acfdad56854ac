import type { Check, Queries, Samples } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Fleet } from '../checks/job.ts';
import type { Measurement, Note } from '../checks/measurement.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

/** What all checks find at one minute, in Unix seconds. */
export type Snapshot = Readonly<{
  at: number;
  measurements: readonly Measurement[];
  notes: readonly Note[];
  warnings: readonly string[];
}>;

/** Runs every check at the minute `at`, as the Lambdas do. Throws `PrometheusError`. */
export async function takeSnapshot(
  prometheus: Prometheus,
  fleet: Fleet,
  at: number,
): Promise<Snapshot> {
  const warnings = new Set<string>();
  const derived = await Promise.all(
    checks.map(async check => {
      const answered = await askAll(prometheus, queriesOf(check, fleet), at - fleet.delaySeconds);
      for (const warning of answered.warnings) warnings.add(warning);
      return deriveOrFail(check, answered.samples, { fleet, at });
    }),
  );
  return {
    at,
    measurements: derived.flatMap(({ measurements }) => measurements),
    notes: derived.flatMap(({ notes }) => notes),
    warnings: [...warnings],
  };
}

async function askAll(prometheus: Prometheus, queries: Queries, at: number) {
  const answers = await Promise.all(
    Object.entries(queries).map(async ([name, promql]) => {
      const { samples, warnings } = await prometheus.instant(promql, at);
      return { name, samples, warnings };
    }),
  );
  const samples: Samples = Object.fromEntries(answers.map(({ name, samples }) => [name, samples]));
  return { samples, warnings: answers.flatMap(({ warnings }) => warnings) };
}

function deriveOrFail(check: Check, samples: Samples, when: { fleet: Fleet; at: number }) {
  const derived = deriveAt(check, { samples, ...when });
  if (derived !== undefined) return derived;
  throw noData();
}

/** Prometheus answered, but it has never heard of a job nor of a target. */
export function noData(): PrometheusError {
  return new PrometheusError({
    code: 'no-data',
    problem: 'Prometheus knows neither a job nor an `up` in the whole lookback',
    received: 'answers with no series',
  });
}
