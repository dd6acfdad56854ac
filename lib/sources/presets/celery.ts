import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * An attempt that will be retried is counted as retried, which is not a run. Run times are those of
 * successes, and the largest bucket is 10 s unless the exporter is configured otherwise.
 */
export const celery: Preset = {
  name: 'celery',
  title: 'Celery, by danihodovic/celery-exporter',
  reads: 'Successes, failures and run times of tasks. A job is named after its task.',
  versions: 'celery-exporter 0.x with its default prefix celery_',
  url: 'https://github.com/danihodovic/celery-exporter',
  parts: {
    ...noParts,
    jobLabels: ['name'],
    runs: {
      kind: 'separate',
      success: metric('celery_task_succeeded_total'),
      failed: metric('celery_task_failed_total'),
    },
    duration: { kind: 'histogram', ...timeMetric('celery_task_runtime') },
  },
};
