import { countUpTo } from '../model/count-up-to.ts';
import type { JobFacts, QueueFact } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Check } from './check.ts';
import { queueAlerts, smallQueue } from './queue-alerts.ts';
import { findJobRhythm } from './rhythm.ts';

/** Growth compares with the size this long ago, in seconds, as in the original rule. */
const growthSeconds = 600;

/** How far back a queue's usual peaks are searched, in seconds: several of its own cycles. */
const rhythmSeconds = 6 * 3600;

/** A queue has been drained if it fell to this share of its peak. */
const drainedShare = 0.5;

function evaluate(facts: JobFacts, job: Job, at: number): Measurement[] {
  const size = sizeAt(facts.queue, at);
  if (size === undefined) return [];
  const every = findJobRhythm(job, facts, at)?.everySeconds ?? 0;
  const growth = findGrowth(facts.queue, { size, at, every });
  return [
    { job: job.name, metric: 'QueueSize', value: size },
    ...(growth === undefined
      ? []
      : [{ job: job.name, metric: 'QueueGrowthRatio', value: growth } as const]),
  ];
}

function sizeAt(queue: readonly QueueFact[], at: number): number | undefined {
  return queue[countUpTo(queue, at) - 1]?.size;
}

type QueueState = Readonly<{ size: number; at: number; every: number }>;

/**
 * The size divided by the largest of three: the size ten minutes ago, the size one run of the job
 * ago, because it grows between two runs, and the peak that it is repeatedly drained from. 0 for a
 * small queue; unknown if the earlier size is unknown.
 */
function findGrowth(queue: readonly QueueFact[], moment: QueueState): number | undefined {
  const { size, at, every } = moment;
  if (size <= smallQueue) return 0;
  const before = sizeAt(queue, at - growthSeconds);
  const runBefore = every > growthSeconds ? sizeAt(queue, at - every) : before;
  if (before === undefined || runBefore === undefined) return undefined;
  return size / Math.max(1, before, runBefore, usualPeak(queue, size, at));
}

/** The highest size before the present rise began; 0 if the queue was never drained. */
function usualPeak(queue: readonly QueueFact[], size: number, at: number): number {
  const sizes = queue
    .slice(countUpTo(queue, at - rhythmSeconds), countUpTo(queue, at))
    .map(fact => fact.size ?? 0);
  const drained = sizes.findLastIndex(before => before <= drainedShare * size);
  return Math.max(0, ...sizes.slice(0, drained + 1));
}

export const queue: Check = {
  name: 'queue',
  summary: 'How much work waits for each job',
  evaluate,
  metrics: [
    {
      name: 'QueueSize',
      unit: 'Count',
      summary: 'Entries that wait',
      published: true,
      breach: '# wait in the queue',
    },
    {
      name: 'QueueGrowthRatio',
      unit: 'None',
      summary:
        'Size compared with the size 10 minutes ago and the usual peak, if it is over 100; otherwise 0',
      published: true,
      breach: 'the queue has grown # in 10 min',
    },
  ],
  alerts: queueAlerts,
  panels: [3],
};
