import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/**
 * A backup can fail in three ways, each with its own counter. An attempt is counted when it begins,
 * which may be hours before its end.
 */
export const velero: Preset = {
  name: 'velero',
  title: 'Velero',
  reads:
    'The last success of each schedule, successes, failures (including partial failures and failed validations) and run times. A job is named after its schedule.',
  versions: 'Velero 1.x',
  url: 'https://github.com/vmware-tanzu/velero/blob/main/pkg/metrics/metrics.go',
  parts: {
    ...noParts,
    jobLabels: ['schedule'],
    runs: {
      kind: 'separate',
      success: metric('velero_backup_success_total'),
      failed: metric('~velero_backup_(partial_|validation_)?failure_total'),
    },
    lastSuccess: timeMetric('velero_backup_last_successful_timestamp'),
    duration: { kind: 'histogram', ...timeMetric('velero_backup_duration_seconds') },
  },
};
