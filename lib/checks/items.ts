import { formatDuration } from '../model/format.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { Derived, Measurement } from '../model/measurement.ts';
import type { Check, Queries, Samples } from './check.ts';
import { countEvents } from './counters.ts';
import { aliveQuery, unwatchedJobs, unwatchedQuery } from './presence.ts';
import { rosterOf, samplesByJob } from './roster.ts';
import { groupByWindow } from './windows.ts';

function queries(fleet: Fleet): Queries {
  const { source } = fleet;
  const { items: metric, executions: runs } = source.metrics;
  const by = [source.labels.job, source.labels.status];
  const groups = groupByWindow(fleet, ['items'], job => job.hasItems);
  const counts = groups.map(({ windowSeconds, matchers }) => [
    itemsQuery(windowSeconds),
    countEvents(source, { metric, runs, matchers, windowSeconds, by }),
  ]);
  return {
    alive: aliveQuery(fleet, metric),
    unwatched: unwatchedQuery(fleet, metric, groups),
    ...Object.fromEntries(counts),
  };
}

function itemsQuery(windowSeconds: number): string {
  return `items in ${windowSeconds} s`;
}

function windowOf(job: Pick<Job, 'windowSeconds'>): number | undefined {
  return job.windowSeconds.items;
}

function derive(samples: Samples, fleet: Fleet): Derived {
  const alive = samples.alive ?? [];
  const aliveNames = new Set(alive.map(({ labels }) => labels[fleet.source.labels.job]));
  const rows = new Map(
    Object.entries(samples).map(([query, answer]) => [query, samplesByJob(fleet, answer)]),
  );
  const windows = new Set([...fleet.jobs, fleet.unlisted.settings].map(windowOf));
  const unwatched = new Map(
    [...windows].map(seconds => [seconds, unwatchedJobs(fleet, samples, seconds ?? 0)]),
  );
  const measurements = rosterOf(fleet, alive)
    .filter(job => job.hasItems && aliveNames.has(job.name))
    .flatMap(job => {
      const windowSeconds = windowOf(job);
      if (windowSeconds === undefined) return [];
      const ofJob = rows.get(itemsQuery(windowSeconds))?.get(job.name) ?? [];
      const count = (status: string) =>
        ofJob.find(row => row.labels[fleet.source.labels.status] === status)?.value ?? 0;
      const isUnwatched = unwatched.get(windowSeconds)?.has(job.name) ?? false;
      return measure(job, count, windowSeconds).filter(
        ({ metric }) => metric !== 'ItemFailureRatePercent' || !isUnwatched || judged(count) > 0,
      );
    });
  return { measurements, notes: [] };
}

/** Skipped items are neither good nor bad. */
function judged(count: (status: string) => number): number {
  return count('failed') + count('success');
}

/** No item at all is no failure. */
function measure(
  job: Job,
  count: (status: string) => number,
  windowSeconds: number,
): Measurement[] {
  const perMinute = (status: string) => count(status) / (windowSeconds / 60);
  const rate = judged(count) === 0 ? 0 : (100 * count('failed')) / judged(count);
  return [
    { job: job.name, metric: 'ItemFailureRatePercent', value: rate },
    { job: job.name, metric: 'ItemsSucceededPerMinute', value: perMinute('success') },
    { job: job.name, metric: 'ItemsFailedPerMinute', value: perMinute('failed') },
    { job: job.name, metric: 'ItemsSkippedPerMinute', value: perMinute('skipped') },
  ];
}

export const items: Check = {
  name: 'items',
  summary: 'How many of the items that each job handles fail',
  queries,
  derive,
  metrics: [
    {
      name: 'ItemFailureRatePercent',
      unit: 'Percent',
      summary: 'Failed items of those that failed or succeeded, in the window',
      published: true,
    },
    {
      name: 'ItemsSucceededPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that succeeded',
      published: true,
    },
    {
      name: 'ItemsFailedPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that failed',
      published: true,
    },
    {
      name: 'ItemsSkippedPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that were skipped',
      published: true,
    },
  ],
  alerts: [
    {
      name: 'BackgroundJobHighItemFailureRate',
      severity: 'warning',
      metric: () => 'ItemFailureRatePercent',
      problem: job =>
        `has failed on more than ${job.alerts.BackgroundJobHighItemFailureRate.limit} % of its items in the last ${formatDuration(job.windowSeconds.items ?? 0)} (skipped ones aside)`,
      firstLook:
        'See what the failed items have in common: where they come from, their format, a service they need.',
      runbook: 'high-item-failure-rate',
    },
  ],
  panels: [7],
};
