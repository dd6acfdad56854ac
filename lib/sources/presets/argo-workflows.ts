import { metric, noParts, type Preset, timeMetric } from '../preset.ts';

/** A run is counted in each phase that it enters; only the last phases are outcomes. */
export const argoWorkflows: Preset = {
  name: 'argo-workflows',
  title: 'Argo Workflows',
  reads: 'Runs of workflow templates by phase, and their times. A job is named `namespace/name`.',
  versions: 'Argo Workflows 3.6 and later',
  url: 'https://argo-workflows.readthedocs.io/en/latest/metrics/',
  parts: {
    ...noParts,
    jobLabels: ['namespace', 'name'],
    runs: {
      kind: 'status',
      counter: metric('argo_workflows_workflowtemplate_triggered_total'),
      label: 'phase',
      success: ['Succeeded'],
      failed: ['Failed', 'Error'],
      skipped: [],
      ignored: ['New', 'Pending', 'Running'],
    },
    duration: { kind: 'histogram', ...timeMetric('argo_workflows_workflowtemplate_runtime') },
  },
};
