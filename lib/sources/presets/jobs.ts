import { noParts, type Preset } from '../preset.ts';

const outcomes = {
  kind: 'status',
  label: 'status',
  success: ['success'],
  failed: ['failed'],
  skipped: ['skipped'],
  ignored: [],
} as const;

/** The five metrics that the original's rules and dashboard query. */
export const jobs: Preset = {
  name: 'jobs',
  title: 'The metrics of the original dashboard',
  reads:
    'Runs, run times, last success, items and queue, each with the label `job_name`, which names the job.',
  versions: 'any',
  url: 'https://github.com/jobwatch/jobwatch/blob/main/docs/config.md',
  parts: {
    ...noParts,
    jobLabels: ['job_name'],
    runs: { ...outcomes, counter: { metric: 'job_execution_total', where: '' } },
    lastSuccess: { metric: 'job_last_success_timestamp_seconds', where: '', unitSeconds: 1 },
    duration: {
      kind: 'histogram',
      metric: 'job_execution_duration_seconds',
      where: '',
      unitSeconds: 1,
    },
    items: { ...outcomes, counter: { metric: 'job_items_processed_total', where: '' } },
    queue: { metric: 'job_queue_size', where: '' },
  },
};
