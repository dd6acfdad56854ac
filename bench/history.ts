import {
  createMeasuredJob,
  listInstances,
  type MeasuredFleet,
  type MeasuredJob,
  podIntervalSeconds,
} from './fleet.ts';

/** Upper bounds of the histogram, in seconds, as in the demo. */
const bounds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, Number.POSITIVE_INFINITY];

/** A series' value after a number of runs, the last of which ended at `ended`. */
type Value = (runs: number, ended: number) => number;

type SeriesKind = Readonly<{
  name: string;
  labels: Readonly<Record<string, string>>;
  value: Value;
}>;

/** From when to when a series exists; Unix seconds. */
type Life = Readonly<{ from: number; to: number }>;

/** A series of the fleet: its labels, its value at a time, and its life if that is limited. */
export type FleetSeries = Readonly<{
  labels: Readonly<Record<string, string>>;
  valueAt: (time: number) => number;
  life?: Life;
}>;

/**
 * Lists every series of a fleet. Every twentieth run of a job fails, and nothing is random. A run ends
 * at a phase that depends on the job. The counters are large before the history begins.
 */
export function listSeries(fleet: MeasuredFleet, end: number): FleetSeries[] {
  const span = { from: end - fleet.historySeconds, to: end };
  const jobs = Array.from({ length: fleet.jobs }, (_, number) => createMeasuredJob(fleet, number));
  if (fleet.kind === 'pods') return jobs.flatMap(job => listPods(job, span));
  const up = listInstances(fleet).map(instance => ({
    labels: { __name__: 'up', job: 'app', instance },
    valueAt: () => 1,
  }));
  return [...up, ...jobs.flatMap(job => seriesKinds.map(kind => createSeries(kind, job, span)))];
}

function createSeries({ name, labels, value }: SeriesKind, job: MeasuredJob, span: Life) {
  const { intervalSeconds: interval, phaseSeconds: phase } = job;
  const first = Math.floor((span.from - phase) / interval);
  return {
    labels: { __name__: name, instance: job.instance, job: 'app', job_name: job.name, ...labels },
    valueAt: (time: number) => {
      const turn = Math.floor((time - phase) / interval);
      return value(1000 + turn - first, turn * interval + phase);
    },
  };
}

/** A pod is scraped from two minutes before its run ends until three minutes after. */
const podSeconds = { before: 120, after: 180 } as const;

/** A process for each run, with its own series, which begin at 0. */
function listPods({ name, phaseSeconds }: MeasuredJob, span: Life): FleetSeries[] {
  const first = Math.ceil((span.from - phaseSeconds) / podIntervalSeconds);
  const last = Math.floor((span.to - phaseSeconds) / podIntervalSeconds);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const ended = (first + index) * podIntervalSeconds + phaseSeconds;
    const instance = `${name}-${first + index}:9090`;
    const life = { from: ended - podSeconds.before, to: ended + podSeconds.after };
    const up = { labels: { __name__: 'up', job: 'app', instance }, life, valueAt: () => 1 };
    const own = seriesKinds.map(({ name: metric, labels, value }) => ({
      labels: { __name__: metric, instance, job: 'app', job_name: name, ...labels },
      life,
      valueAt: (time: number) => (time < ended ? 0 : value(1, ended)),
    }));
    return [up, ...own];
  }).flat();
}

const failed: Value = runs => Math.floor(runs / 20);

const seriesKinds: readonly SeriesKind[] = [
  createCounter('job_execution', 'success', (runs, ended) => runs - failed(runs, ended)),
  createCounter('job_execution', 'failed', failed),
  ...createHistogram(),
  createGauge('job_last_success_timestamp_seconds', (_, ended) => ended),
  createCounter('job_items_processed', 'success', runs => runs * 90),
  createCounter('job_items_processed', 'failed', runs => runs * 7),
  createCounter('job_items_processed', 'skipped', runs => runs * 3),
  createGauge('job_queue_size', runs => runs % 150),
];

function createCounter(family: string, status: string, value: Value): SeriesKind {
  return { name: `${family}_total`, labels: { status }, value };
}

function createGauge(name: string, value: Value): SeriesKind {
  return { name, labels: {}, value };
}

/** Creates a histogram in which runs last a little less than each bound in turn. */
function createHistogram(): SeriesKind[] {
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
