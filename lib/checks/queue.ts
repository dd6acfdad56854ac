import type { Fleet, Job } from '../model/job.ts';
import type { Derived, Measurement } from '../model/measurement.ts';
import type { Check, Queries, Samples } from './check.ts';
import { select } from './promql.ts';
import { rosterOf, valuesByJob } from './roster.ts';

/** Growth is of no interest below this size; the original rule's bound. */
const smallQueue = 100;

/** Several instances report the same queue, so the largest of their answers stands. */
function queries(fleet: Fleet): Queries {
  const { source } = fleet;
  const series = select(source, source.metrics.queue);
  const by = `max by (${source.labels.job})`;
  return {
    size: `${by} (${series})`,
    // a scrape that was missed just then must not hide the growth
    before: `${by} (last_over_time(${series}[5m] offset 10m))`,
  };
}

function derive(samples: Samples, fleet: Fleet): Derived {
  const sizes = valuesByJob(fleet, samples.size);
  const before = valuesByJob(fleet, samples.before);
  const measurements = rosterOf(fleet, samples.size ?? [])
    .filter(job => job.hasQueue)
    .flatMap(job => measure(job, sizes.get(job.name), before.get(job.name)));
  return { measurements, notes: [] };
}

function measure(job: Job, size: number | undefined, before: number | undefined): Measurement[] {
  if (size === undefined || !Number.isFinite(size)) return [];
  return [
    { job: job.name, metric: 'QueueSize', value: size },
    { job: job.name, metric: 'QueueGrowthRatio', value: growthRatio(size, before) },
  ];
}

/** 0 where the queue is small or nothing is known of ten minutes ago; an empty queue counts as 1. */
function growthRatio(size: number, before: number | undefined): number {
  if (size <= smallQueue || before === undefined || !Number.isFinite(before)) return 0;
  return size / Math.max(before, 1);
}

export const queue: Check = {
  name: 'queue',
  summary: 'How much work waits for each job',
  queries,
  derive,
  metrics: [
    { name: 'QueueSize', unit: 'Count', summary: 'Entries that wait', published: true },
    {
      name: 'QueueGrowthRatio',
      unit: 'None',
      summary: 'Size against the size 10 minutes ago, where it is over 100; else 0',
      published: true,
    },
  ],
  alerts: [
    {
      name: 'BackgroundJobQueueGrowing',
      severity: 'warning',
      metric: () => 'QueueGrowthRatio',
      problem: job =>
        `falls behind: more than ${smallQueue} entries wait in its queue, over ${job.alerts.BackgroundJobQueueGrowing.limit} times as many as 10 min ago`,
      firstLook:
        'See whether more arrives than usual, or whether the job takes less: do its runs fail, or take longer?',
      runbook: 'queue-growing',
    },
    {
      name: 'BackgroundJobCriticalQueueSize',
      severity: 'critical',
      metric: () => 'QueueSize',
      problem: job =>
        `is far behind: more than ${job.alerts.BackgroundJobCriticalQueueSize.limit} entries wait in its queue`,
      firstLook:
        'See whether the job runs at all (dashboard, Job Execution Rate by Job). If it does, add workers, or stop what fills the queue.',
      runbook: 'critical-queue-size',
    },
  ],
  panels: [3],
};
