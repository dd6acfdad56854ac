import { formatDuration } from '../model/format.ts';
import type { Fleet, Job, Source } from '../model/job.ts';
import type { Derived, Measurement } from '../model/measurement.ts';
import type { Check, Queries, Sample, Samples } from './check.ts';
import { countBuckets } from './counters.ts';
import { aliveQuery } from './presence.ts';
import { type Matcher, select } from './promql.ts';
import { type Bucket, quantile } from './quantile.ts';
import { rosterOf, samplesByJob, valuesByJob } from './roster.ts';
import { groupByWindow } from './windows.ts';

/**
 * Runs by bucket, cumulative; buckets that gained nothing are left out, but a quantile needs the
 * bound below the lowest that did. `bounds` gives those of all jobs, eleven rows instead of eleven
 * a job, as one application makes its histograms alike. Where every run of a window is above the
 * largest finite bucket, no finite one gained: `top` tells that bound, which is what Prometheus
 * gives for a quantile that lies above it.
 */
function queries(fleet: Fleet): Queries {
  const { source } = fleet;
  const metric = `${source.metrics.duration}_bucket`;
  const by = [source.labels.job, 'le'];
  const buckets = groupByWindow(fleet, ['duration']).map(({ windowSeconds, matchers }) => [
    bucketsQuery(windowSeconds),
    countBuckets(source, { metric, matchers, windowSeconds, by }),
  ]);
  const alive = aliveQuery(fleet, `${source.metrics.duration}_count`);
  const top = `histogram_quantile(1, sum by (${by.join(', ')}) (${overflowing(source, metric)}))`;
  const bounds = `group by (le) (${select(source, metric)})`;
  return { alive, top, bounds, ...Object.fromEntries(buckets) };
}

/** Buckets of the jobs that ever had a run above the largest finite one: few, so this is cheap. */
function overflowing(source: Source, metric: string): string {
  const { job } = source.labels;
  const highest = (matcher: Matcher) =>
    `max by (job, instance, ${job}) (${select(source, metric, [matcher])})`;
  const over = `${highest('le="+Inf"')} > ${highest('le!="+Inf"')}`;
  return `${select(source, metric)} and on (${job}) (${over})`;
}

function bucketsQuery(windowSeconds: number): string {
  return `buckets in ${windowSeconds} s`;
}

function derive(samples: Samples, fleet: Fleet): Derived {
  const alive = samples.alive ?? [];
  const aliveNames = new Set(alive.map(({ labels }) => labels[fleet.source.labels.job]));
  const rows = new Map(
    Object.entries(samples).map(([query, answer]) => [query, samplesByJob(fleet, answer)]),
  );
  const tops = valuesByJob(fleet, samples.top);
  const bounds = (samples.bounds ?? []).map(row => bucketOf(row).upperBound);
  const measurements = rosterOf(fleet, alive)
    .filter(job => aliveNames.has(job.name))
    .flatMap(job => {
      const query = bucketsQuery(job.windowSeconds.duration ?? 0);
      const gained = (rows.get(query)?.get(job.name) ?? []).map(bucketOf);
      return measure(job, [...bucketBelow(gained, tops.get(job.name), bounds), ...gained]);
    });
  return { measurements, notes: [] };
}

/** The empty bucket under the lowest that gained, if there is one. */
function bucketBelow(
  gained: readonly Bucket[],
  top: number | undefined,
  bounds: readonly number[],
): Bucket[] {
  if (gained.length === 0) return [];
  const lowest = Math.min(...gained.map(({ upperBound }) => upperBound));
  const below = bounds.filter(bound => bound < lowest);
  const isOverflow = lowest === Number.POSITIVE_INFINITY;
  const upperBound = isOverflow ? (top ?? Math.max(...below)) : Math.max(...below);
  return Number.isFinite(upperBound) ? [{ upperBound, count: 0 }] : [];
}

/** A job that did not run in the window has no duration, and says nothing. */
function measure(job: Job, buckets: readonly Bucket[]): Measurement[] {
  const p95 = quantile(0.95, buckets);
  const p50 = quantile(0.5, buckets);
  if (p95 === undefined || p50 === undefined) return [];
  return [
    { job: job.name, metric: 'DurationP95Seconds', value: p95 },
    { job: job.name, metric: 'DurationP50Seconds', value: p50 },
  ];
}

/** A row of a bucket series; Prometheus writes the bound `+Inf` for the topmost. */
export function bucketOf({ labels, value }: Sample): Bucket {
  const bound = labels.le ?? '';
  return { upperBound: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), count: value };
}

function problemOf(alert: 'BackgroundJobHighDuration' | 'BackgroundJobCriticalDuration') {
  return (job: Job) => {
    const span = formatDuration(job.windowSeconds.duration ?? 0);
    const { limit } = job.alerts[alert];
    return `is slow: more than 5 % of its runs in the last ${span} took longer than ${limit} s (P95)`;
  };
}

export const duration: Check = {
  name: 'duration',
  summary: 'How long the runs of each job take',
  queries,
  derive,
  metrics: [
    {
      name: 'DurationP95Seconds',
      unit: 'Seconds',
      summary: '95th percentile of the run times in the window',
      published: true,
    },
    {
      name: 'DurationP50Seconds',
      unit: 'Seconds',
      summary: 'Median of the run times in the window',
      published: true,
    },
  ],
  alerts: [
    {
      name: 'BackgroundJobHighDuration',
      severity: 'warning',
      metric: () => 'DurationP95Seconds',
      problem: problemOf('BackgroundJobHighDuration'),
      firstLook:
        'Compare its items with those of yesterday (dashboard, Items Processed Rate by Job): has it more to do, or does the same work take longer?',
      runbook: 'high-duration',
    },
    {
      name: 'BackgroundJobCriticalDuration',
      severity: 'critical',
      metric: () => 'DurationP95Seconds',
      problem: problemOf('BackgroundJobCriticalDuration'),
      firstLook:
        'See in its log whether a run hangs, on a lock or on a service that does not answer. Runs may be piling up behind it.',
      runbook: 'critical-duration',
    },
  ],
  panels: [5, 9, 10],
};
