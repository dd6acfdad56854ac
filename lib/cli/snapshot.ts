import { checks } from '../checks/index.ts';
import type { Fleet } from '../model/job.ts';
import type { Measurement, Note } from '../model/measurement.ts';
import { askCheck } from '../prometheus/ask-check.ts';
import type { Prometheus } from '../prometheus/client.ts';

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
  const answers = await Promise.all(
    checks.map(check => askCheck(prometheus, check, { fleet, at })),
  );
  return {
    at,
    measurements: answers.flatMap(({ derived }) => derived.measurements),
    notes: answers.flatMap(({ derived }) => derived.notes),
    warnings: [...new Set(answers.flatMap(({ warnings }) => warnings))],
  };
}
