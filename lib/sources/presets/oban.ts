import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * Each name begins with the application's name. The histograms count in milliseconds, and their
 * largest bucket is 20 s; their counts are the runs.
 */
export const oban: Preset = {
  name: 'oban',
  title: 'Oban, by PromEx',
  reads: 'Successes, failed attempts and run times. A job is named after its worker.',
  versions: 'PromEx 1.x',
  url: 'https://github.com/akoutmos/prom_ex/blob/master/lib/prom_ex/plugins/oban.ex',
  parts: {
    ...noParts,
    jobLabels: ['worker'],
    runs: {
      kind: 'separate',
      success: metric('~(.+_)?oban_job_processing_duration_milliseconds_count', 'state="success"'),
      failed: metric('~(.+_)?oban_job_exception_duration_milliseconds_count'),
      skipped: metric(
        '~(.+_)?oban_job_processing_duration_milliseconds_count',
        'state=~"cancelled|snoozed"',
      ),
    },
    duration: {
      kind: 'histogram',
      ...timeMetric('~(.+_)?oban_job_processing_duration_milliseconds', 0.001),
    },
  },
};
