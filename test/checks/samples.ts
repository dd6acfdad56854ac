import type { Check, Sample } from '../../lib/checks/check.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Derived } from '../../lib/model/measurement.ts';

/** A minute, Unix seconds. */
export const at = 1_800_000_000;

/** Answers by query, a line each: the job, further labels, the value, such as `a status=failed 3`. */
export type Lines = Readonly<Record<string, readonly string[]>>;

/** What a check derives from such lines at `at`. */
export function deriveFrom(check: Check, fleet: Fleet, lines: Lines): Derived {
  const samples = Object.entries(lines).map(([query, rows]) => [query, rows.map(sampleOf)]);
  return check.derive(Object.fromEntries(samples), fleet, at);
}

/** One sample from its line. */
export function sampleOf(line: string): Sample {
  const [job = '', ...rest] = line.split(' ');
  const value = Number(rest.pop());
  const labels = rest.map(label => label.split('='));
  return {
    labels: { ...(job === '' ? {} : { job_name: job }), ...Object.fromEntries(labels) },
    value,
  };
}

/** Measurements as `job metric value` lines; those of the whole service have the job `*`. */
export function told({ measurements }: Derived, ...metrics: readonly string[]): string[] {
  return measurements
    .filter(({ metric }) => metrics.length === 0 || metrics.includes(metric))
    .map(({ job, metric, value }) => `${job ?? '*'} ${metric} ${value}`);
}
