import { countUpTo } from '../model/count-up-to.ts';
import type { JobFacts, QueueFact } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Check } from './check.ts';
import { queueAlerts, smallQueue } from './queue-alerts.ts';
import { findJobRhythm } from './rhythm.ts';

/** Growth is against the size so long ago, in seconds, as in the original rule. */
const growthSeconds = 600;

/** How far back a queue's usual peaks are looked for, in seconds: some of its own cycles. */
const rhythmSeconds = 6 * 3600;

/** A queue has been drained when it fell to this share of its peak. */
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
 * Size against the size ten minutes ago, or where that is more, one run of the job ago, as it grows
 * between two runs, or the peak that it is drained from again and again. 0 for a small queue;
 * unknown where the size then is unknown.
 */
function findGrowth(queue: readonly QueueFact[], moment: QueueState): number | undefined {
  const { size, at, every } = moment;
  if (size <= smallQueue) return 0;
  const before = sizeAt(queue, at - growthSeconds);
  const runBefore = every > growthSeconds ? sizeAt(queue, at - every) : before;
  if (before === undefined || runBefore === undefined) return undefined;
  return size / Math.max(1, before, runBefore, usualPeak(queue, size, at));
}

/** The highest size before the present rise began; 0 where the queue was never drained. */
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
        'Size against the size 10 minutes ago and the usual peak, where it is over 100; else 0',
      published: true,
      breach: 'the queue has grown # in 10 min',
    },
  ],
  alerts: queueAlerts,
  panels: [3],
};
