import { createMeasuredJob, type FleetSize, listInstances, type MeasuredJob } from './fleet.ts';

/** Upper bounds of the histogram, in seconds, as in the demo. */
const bounds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, Number.POSITIVE_INFINITY];

/** A series' value after a number of runs, the last of which ended at `ended`. */
type Value = (runs: number, ended: number) => number;

type MeasuredSeries = Readonly<{
  name: string;
  labels: Readonly<Record<string, string>>;
  value: Value;
}>;

/** A series of the fleet: its labels, and its value at a time in Unix seconds. */
export type FleetSeries = Readonly<{
  labels: Readonly<Record<string, string>>;
  valueAt: (time: number) => number;
}>;

/**
 * Lists every series of a fleet. Every twentieth run of a job fails, and nothing is random. A run ends
 * at a phase that depends on the job. The counters are large before the history begins.
 */
export function listSeries({ jobs, historySeconds }: FleetSize, end: number): FleetSeries[] {
  const begin = end - historySeconds;
  const up = listInstances(jobs).map(instance => ({
    labels: { __name__: 'up', job: 'app', instance },
    valueAt: () => 1,
  }));
  const ofJobs = Array.from({ length: jobs }, (_, number) => createMeasuredJob(number)).flatMap(
    (job, number) => series.map(each => createSeries(each, { job, number, begin })),
  );
  return [...up, ...ofJobs];
}

type SeriesOfJob = Readonly<{ job: MeasuredJob; number: number; begin: number }>;

function createSeries(
  { name, labels, value }: MeasuredSeries,
  { job, number, begin }: SeriesOfJob,
): FleetSeries {
  const interval = job.intervalSeconds;
  const phase = (number * 37) % interval;
  const first = Math.floor((begin - phase) / interval);
  return {
    labels: { __name__: name, instance: job.instance, job: 'app', job_name: job.name, ...labels },
    valueAt: time => {
      const turn = Math.floor((time - phase) / interval);
      return value(1000 + turn - first, turn * interval + phase);
    },
  };
}

const failed: Value = runs => Math.floor(runs / 20);

const series: readonly MeasuredSeries[] = [
  createCounter('job_execution', 'success', (runs, ended) => runs - failed(runs, ended)),
  createCounter('job_execution', 'failed', failed),
  ...createHistogram(),
  createGauge('job_last_success_timestamp_seconds', (_, ended) => ended),
  createCounter('job_items_processed', 'success', runs => runs * 90),
  createCounter('job_items_processed', 'failed', runs => runs * 7),
  createCounter('job_items_processed', 'skipped', runs => runs * 3),
  createGauge('job_queue_size', runs => runs % 150),
];

function createCounter(family: string, status: string, value: Value): MeasuredSeries {
  return { name: `${family}_total`, labels: { status }, value };
}

function createGauge(name: string, value: Value): MeasuredSeries {
  return { name, labels: {}, value };
}

/** Creates a histogram in which runs last a little less than each bound in turn. */
function createHistogram(): MeasuredSeries[] {
  const name = 'job_execution_duration_seconds';
  const buckets = bounds.map((bound, index) => ({
    name: `${name}_bucket`,
    labels: { le: Number.isFinite(bound) ? String(bound) : '+Inf' },
    value: (runs: number) =>
      Math.floor(runs / 10) * Math.min(10, index + 1) + Math.min(runs % 10, index + 1),
  }));
  return [
    ...buckets,
    { name: `${name}_sum`, labels: {}, value: runs => runs * 90 },
    { name: `${name}_count`, labels: {}, value: runs => runs },
  ];
}
