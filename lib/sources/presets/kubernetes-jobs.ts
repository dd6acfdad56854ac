import { metric, noParts, type Preset } from '../preset.ts';

/**
 * Jobs that something other than a CronJob creates repeatedly. kube-state-metrics before 2.0 wrote
 * `<none>` for no owner.
 */
export const kubernetesJobs: Preset = {
  name: 'kubernetes-jobs',
  title: 'Kubernetes Jobs, by kube-state-metrics',
  reads:
    'The runs, failures and run times of Jobs. A job is named `namespace/owner`, or `namespace/job_name` if a Job has no owner.',
  versions: 'kube-state-metrics 1.9 and later',
  url: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/job-metrics.md',
  parts: {
    ...noParts,
    jobLabels: ['namespace', 'owner_name'],
    runs: {
      kind: 'objects',
      object: ['namespace', 'job_name'],
      owner: {
        ...metric('kube_job_owner', 'owner_name!="",owner_name!="<none>"'),
        label: 'owner_name',
      },
      orphan: ['namespace', 'job_name'],
      started: metric('kube_job_status_start_time'),
      completed: metric('kube_job_status_completion_time'),
      succeeded: metric('kube_job_complete', 'condition="true"'),
      failed: [metric('kube_job_failed', 'condition="true"'), metric('kube_job_status_failed')],
      active: metric('kube_job_status_active'),
    },
  },
};
