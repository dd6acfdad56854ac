import { metric, noParts, type Preset } from '../preset.ts';

/**
 * The counters only count if the workers have `metrics` turned on. The gauges count kept jobs, so
 * they only show a run while its job is kept. Every process exports the same values.
 */
export const bullmq: Preset = {
  name: 'bullmq',
  title: 'BullMQ, exportPrometheusMetrics',
  reads:
    'Completed and failed jobs, and the queue. A job is named after its queue. The counters need `metrics: { maxDataPoints: … }` in the workers; without them, only kept jobs are counted, so nothing can be read if finished jobs are removed at once or only a fixed number is kept.',
  versions: 'BullMQ 5 and 6',
  url: 'https://docs.bullmq.io/guide/metrics/prometheus',
  parts: {
    ...noParts,
    jobLabels: ['queue'],
    replicas: { kind: 'max' },
    runs: {
      kind: 'separate',
      kept: {
        label: 'state',
        advice:
          'Let the workers count: `metrics: { maxDataPoints: MetricsTime.ONE_WEEK }` in the options of each BullMQ worker.',
      },
      success: metric('~bullmq_job_(completed_total|count)', 'state=~"(completed)?"'),
      failed: metric('~bullmq_job_(failed_total|count)', 'state=~"(failed)?"'),
    },
    queue: metric('bullmq_job_count', 'state="waiting"'),
  },
};
