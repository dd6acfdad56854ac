import { metric, noParts, type Preset } from '../preset.ts';

/**
 * The counters count only where the workers have `metrics` on. The gauges of the jobs that are kept
 * tell of a run only while it is kept. Every process exports the same.
 */
export const bullmq: Preset = {
  name: 'bullmq',
  title: 'BullMQ, exportPrometheusMetrics',
  reads:
    'Completed and failed jobs, and the queue. A job is named after its queue. The counters need `metrics: { maxDataPoints: … }` in the workers; without them the jobs that are kept are counted, and where finished jobs are removed at once, or down to a number, nothing can be read.',
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
