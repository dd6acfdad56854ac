import { unlistedJob } from '../checks/roster.ts';
/** Every listed job, measured or not, then every other that the measurements name. */
export function rowsOf(fleet, measurements) {
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
function rowOf(job, measurements) {
  const values = Object.fromEntries(measurements.map(({ metric, value }) => [metric, value]));
  const limits = Object.assign({}, ...measurements.map(measurement => measurement.limits ?? {}));
  return { job, values, limits };
}
/** A metric added up over the jobs; `undefined` where no job has it, which is not 0. */
export function sumOf(rows, metric) {
  const values = rows.map(row => row.values[metric]).filter(value => value !== undefined);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return Math.min(sum, Number.MAX_VALUE);
}
