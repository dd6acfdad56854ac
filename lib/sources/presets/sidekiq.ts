import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/** Waiting jobs are only counted per queue, which several workers share, so a job has no queue. */
export const sidekiq: Preset = {
  name: 'sidekiq',
  title: 'Sidekiq, by yabeda-sidekiq',
  reads: 'Successes, failures and run times. A job is named `queue/worker`.',
  versions: 'yabeda-sidekiq 0.x',
  url: 'https://github.com/yabeda-rb/yabeda-sidekiq/blob/master/lib/yabeda/sidekiq.rb',
  parts: {
    ...noParts,
    jobLabels: ['queue', 'worker'],
    runs: {
      kind: 'separate',
      success: metric('sidekiq_jobs_success_total'),
      failed: metric('sidekiq_jobs_failed_total'),
    },
    duration: { kind: 'histogram', ...timeMetric('sidekiq_job_runtime_seconds') },
  },
};
