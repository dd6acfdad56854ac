import { metric, noParts, type Preset } from '../preset.ts';

/**
 * The status is the exit code of the job, to which an application may add its own. Buckets are only
 * exported on request, so run times are read from sum and count.
 */
export const springBatch: Preset = {
  name: 'spring-batch',
  title: 'Spring Batch, by Micrometer',
  reads: 'Runs by status and their times. A job is named after the batch job.',
  versions: 'Spring Batch 5 and 6',
  url: 'https://docs.spring.io/spring-batch/reference/monitoring-and-metrics.html',
  parts: {
    ...noParts,
    jobLabels: ['spring_batch_job_name'],
    runs: {
      kind: 'status',
      counter: metric('spring_batch_job_seconds_count'),
      label: 'spring_batch_job_status',
      success: ['COMPLETED'],
      failed: ['FAILED', 'UNKNOWN', 'ABANDONED'],
      skipped: ['NOOP', 'STOPPED'],
      ignored: ['EXECUTING', 'STARTED', 'STARTING', 'STOPPING'],
    },
    duration: {
      kind: 'sum-count',
      sum: metric('spring_batch_job_seconds_sum'),
      count: metric('spring_batch_job_seconds_count'),
      unitSeconds: 1,
    },
  },
};
