import { unlistedJob } from '../checks/roster.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';

/** All that is known of a job at one minute; a metric that is not there was not measured. */
export type JobRow = Readonly<{
  job: Job;
  values: Readonly<Partial<Record<MetricName, number>>>;
  /** Limits that hold now instead of the job's own. */
  limits: Readonly<Partial<Record<AlertName, number>>>;
}>;

/** Every listed job, measured or not, then every other that the measurements name. */
export function rowsOf(fleet: Fleet, measurements: readonly Measurement[]): JobRow[] {
  const byJob = Map.groupBy(measurements, ({ job }) => job);
  const listed = new Set(fleet.jobs.map(({ name }) => name));
  const others = [...byJob.keys()]
    .filter(name => name !== undefined)
    .filter(name => !listed.has(name))
    .sort();
  return [...fleet.jobs, ...others.map(name => unlistedJob(fleet, name))].map(job =>
    rowOf(job, byJob.get(job.name) ?? []),
  );
}

function rowOf(job: Job, measurements: readonly Measurement[]): JobRow {
  const values = Object.fromEntries(measurements.map(({ metric, value }) => [metric, value]));
  const limits = Object.assign({}, ...measurements.map(measurement => measurement.limits ?? {}));
  return { job, values, limits };
}

/** A metric added up over the jobs; `undefined` where no job has it, which is not 0. */
export function sumOf(rows: readonly JobRow[], metric: MetricName): number | undefined {
  const values = rows.map(row => row.values[metric]).filter(value => value !== undefined);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.min(sum, Number.MAX_VALUE);
}
