import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/** The counters have no `_total`. */
export const supercronic: Preset = {
  name: 'supercronic',
  title: 'supercronic',
  reads:
    'Successes, failures and run times of each line of the crontab. A job is named `command/position/schedule`, or with `job: command` after its command only.',
  versions: 'supercronic 0.2',
  url: 'https://github.com/aptible/supercronic/blob/master/prometheus_metrics/prommetrics.go',
  parts: {
    ...noParts,
    jobLabels: ['command', 'position', 'schedule'],
    runs: {
      kind: 'separate',
      success: metric('supercronic_successful_executions'),
      failed: metric('supercronic_failed_executions'),
    },
    duration: { kind: 'histogram', ...timeMetric('supercronic_cron_execution_time_seconds') },
  },
};
