import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * What OpenTelemetry calls `river.work_count` may have a suffix, and dots or underscores, depending
 * on how it is exported to Prometheus.
 */
export const river: Preset = {
  name: 'river',
  title: 'River, by otelriver',
  reads:
    'Attempts by status and their times in seconds. A job is named after its kind. Set `duration` if the middleware counts in milliseconds.',
  versions: 'otelriver 0.x',
  url: 'https://github.com/riverqueue/rivercontrib/blob/master/otelriver/middleware.go',
  parts: {
    ...noParts,
    jobLabels: ['kind'],
    runs: {
      kind: 'status',
      counter: metric('~river[._]work_count(_total)?'),
      label: 'status',
      success: ['ok'],
      failed: ['error', 'panic'],
      skipped: [],
      ignored: [],
    },
    duration: { kind: 'histogram', ...timeMetric('~river[._]work_duration_histogram(_seconds)?') },
  },
};
