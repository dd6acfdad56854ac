import { noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * The names of the client libraries' own examples. `push_time_seconds` is not read, because a
 * failed run pushes too.
 */
export const pushgateway: Preset = {
  name: 'pushgateway',
  title: 'Pushgateway',
  reads:
    'The last success and the duration of the last run, which jobs push under the names of the client libraries’ examples. A job is named by its grouping key `job`, which needs `honor_labels: true` in the scrape configuration; without it, set `job: exported_job`.',
  versions: 'Pushgateway 1.x',
  url: 'https://prometheus.github.io/client_python/exporting/pushgateway/',
  parts: {
    ...noParts,
    jobLabels: ['job'],
    replicas: { kind: 'max' },
    lastSuccess: timeMetric('~(.+_)?job_last_success(_unixtime|_timestamp_seconds|_seconds)?'),
    duration: { kind: 'gauge', ...timeMetric('~(.+_)?job_duration_seconds') },
  },
};
