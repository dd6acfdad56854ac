import { metric, noParts, type Preset } from '../preset.ts';

/**
 * Gauges of the jobs that are kept, by state: they tell of a run only while it is kept. Every
 * process exports the same.
 */
export const bullmq: Preset = {
  name: 'bullmq',
  title: 'BullMQ, exportPrometheusMetrics',
  reads:
    'Completed and failed jobs that are kept, and the queue. A job is named after its queue. Where finished jobs are removed at once, nothing can be read.',
  versions: 'BullMQ 5',
  url: 'https://docs.bullmq.io/guide/metrics/prometheus',
  parts: {
    ...noParts,
    jobLabels: ['queue'],
    replicas: { kind: 'max' },
    runs: {
      kind: 'status',
      counter: metric('bullmq_job_count'),
      label: 'state',
      isGauge: true,
      success: ['completed'],
      failed: ['failed'],
      skipped: [],
      ignored: [
        'waiting',
        'active',
        'delayed',
        'paused',
        'prioritized',
        'waiting-children',
        'repeat',
        'wait',
      ],
    },
    queue: metric('bullmq_job_count', 'state="waiting"'),
  },
};
