import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/** A CronJob has the time of its last success. Only its Job objects show whether its runs fail. */
export const kubernetesCronjobs: Preset = {
  name: 'kubernetes-cronjobs',
  title: 'Kubernetes CronJobs, by kube-state-metrics',
  reads:
    'The last success of each CronJob, the runs, failures and run times of the Jobs that it owns, and whether it is suspended. A job is named `namespace/cronjob`.',
  versions: 'kube-state-metrics 2.6 and later',
  url: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md',
  parts: {
    ...noParts,
    jobLabels: ['namespace', 'cronjob'],
    runs: {
      kind: 'objects',
      object: ['namespace', 'job_name'],
      owner: { ...metric('kube_job_owner', 'owner_kind="CronJob"'), label: 'owner_name' },
      orphan: undefined,
      started: metric('kube_job_status_start_time'),
      completed: metric('kube_job_status_completion_time'),
      succeeded: metric('kube_job_complete', 'condition="true"'),
      failed: [metric('kube_job_failed', 'condition="true"'), metric('kube_job_status_failed')],
      active: metric('kube_job_status_active'),
    },
    lastSuccess: timeMetric('kube_cronjob_status_last_successful_time'),
    suspended: metric('kube_cronjob_spec_suspend'),
    scheduleInfo: metric('kube_cronjob_info'),
  },
};
