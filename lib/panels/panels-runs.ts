import type { Panel } from './panel.ts';

export const overview: Panel = {
  number: 1,
  title: 'Job Execution Status Overview',
  kind: 'stat',
  place: { x: 0, y: 0, width: 24, height: 4 },
  widget: 'custom',
  checks: ['failures'],
  series: [
    { metric: 'SuccessesPerMinute', suffix: 'Success/min' },
    { metric: 'FailuresPerMinute', suffix: 'Failures/min' },
  ],
  unit: 'per minute',
  thresholds: [{ colour: 'green' }, { from: 0.1, colour: 'yellow' }, { from: 1, colour: 'red' }],
  legend: undefined,
  original: [
    {
      query: 'sum(rate(job_execution_total{status="success"}[5m])) * 60',
      legend: 'Success/min',
    },
    {
      query: 'sum(rate(job_execution_total{status="failed"}[5m])) * 60',
      legend: 'Failures/min',
    },
  ],
  ours: 'SuccessesPerMinute and FailuresPerMinute, summed over all jobs. Each job is counted exactly, over its own window.',
  departs:
    'The original’s thresholds (yellow from 6, red from 1) are in the wrong order and also apply to successes. Jobwatch uses the thresholds of the original’s documentation (yellow above 0.1, red above 1 failure a minute), for failures only. A 5-minute rate is blank or 0 between the runs of slower jobs; a job’s own window is not.',
};

export const successRate: Panel = {
  number: 2,
  title: 'Job Success Rate (%)',
  kind: 'gauge',
  place: { x: 0, y: 4, width: 8, height: 6 },
  widget: 'native',
  checks: ['failures'],
  series: [{ metric: 'SuccessRatePercent', suffix: 'Success Rate' }],
  unit: 'percent',
  thresholds: [
    { from: 0, colour: 'red' },
    { from: 50, colour: 'yellow' },
    { from: 90, colour: 'green' },
  ],
  legend: undefined,
  original: [
    {
      query:
        'sum(rate(job_execution_total{status="success"}[5m])) / clamp_min(sum(rate(job_execution_total[5m])), 0.01) * 100',
      legend: 'Success Rate',
    },
  ],
  ours: 'SuccessRatePercent: successes per minute divided by runs per minute, of all jobs together.',
  departs:
    'The original’s clamp_min counts at least one run in 100 s, so that rare jobs look worse than they are. Jobwatch divides by the actual number of runs, and shows nothing if there were none.',
};

export const executionRate: Panel = {
  number: 4,
  title: 'Job Execution Rate by Job',
  kind: 'timeseries',
  place: { x: 0, y: 10, width: 12, height: 8 },
  widget: 'native',
  checks: ['failures'],
  series: [
    {
      metric: 'SuccessesPerMinute',
      suffix: 'success',
      expression: {
        text: 'runs * (100 - rate) / 100',
        of: { runs: 'RunsPerMinute', rate: 'FailureRatePercent' },
      },
    },
    {
      metric: 'FailuresPerMinute',
      suffix: 'failed',
      colour: 'red',
      expression: {
        text: 'runs * rate / 100',
        of: { runs: 'RunsPerMinute', rate: 'FailureRatePercent' },
      },
    },
  ],
  unit: 'per minute',
  thresholds: [],
  legend: { place: 'bottom', statistics: ['last', 'mean'] },
  original: [
    {
      query: 'rate(job_execution_total{status="success"}[5m])',
      legend: '{{ job_name }} (success)',
    },
    { query: 'rate(job_execution_total{status="failed"}[5m])', legend: '{{ job_name }} (failed)' },
  ],
  ours: 'SuccessesPerMinute and FailuresPerMinute of each job. CloudWatch computes them by metric math from RunsPerMinute and FailureRatePercent, which are published anyway.',
  departs:
    'The unit is per minute instead of per second, because 0.0167 runs a second is hard to read. The window is the job’s own instead of 5 minutes, so that the lines of rare jobs do not fall to 0 between runs. On CloudWatch, a run with another status, such as partial, counts as a success, and the failed line follows the judged rate of panel 8; in the preview both lines are counts.',
};

export const items: Panel = {
  number: 7,
  title: 'Items Processed Rate by Job',
  kind: 'timeseries',
  place: { x: 0, y: 23, width: 12, height: 8 },
  widget: 'native',
  checks: ['items'],
  series: [
    { metric: 'ItemsSucceededPerMinute', suffix: 'success' },
    { metric: 'ItemsFailedPerMinute', suffix: 'failed', colour: 'red' },
    { metric: 'ItemsSkippedPerMinute', suffix: 'skipped', colour: 'yellow' },
  ],
  unit: 'per minute',
  thresholds: [],
  legend: { place: 'bottom', statistics: ['last', 'mean', 'total'] },
  original: ['success', 'failed', 'skipped'].map(status => ({
    query: `rate(job_items_processed_total{status="${status}"}[5m])`,
    legend: `{{ job_name }} (${status})`,
  })),
  ours: 'ItemsSucceededPerMinute, ItemsFailedPerMinute and ItemsSkippedPerMinute of each job that handles items.',
  departs:
    'The unit is per minute instead of per second, and the window is the job’s own instead of 5 minutes, for the reasons given for panel 4. The total is the sum of the line’s points, as in the original.',
};

export const failureRate: Panel = {
  number: 8,
  title: 'Job Failure Rate by Job',
  kind: 'bargauge',
  place: { x: 12, y: 23, width: 12, height: 8 },
  widget: 'custom',
  checks: ['failures'],
  series: [{ metric: 'FailureRatePercent' }],
  unit: 'percent',
  thresholds: [{ colour: 'green' }, { from: 5, colour: 'yellow' }, { from: 20, colour: 'red' }],
  legend: undefined,
  original: [
    {
      query:
        '100 * (sum by (job_name) (rate(job_execution_total{status="failed"}[10m])) / clamp_min(sum by (job_name) (rate(job_execution_total[10m])), 0.01))',
      legend: '{{ job_name }}',
    },
  ],
  ours: 'FailureRatePercent of each job: the share of its runs that failed, in the window that decided about its alerts.',
  departs:
    'If every run of a job fails, the original’s clamp_min shows 33 % for a job that runs every 5 minutes, and green for a job that runs every 6 hours; Jobwatch shows 100 %. The rate is the judged one: it is above a limit exactly while that alert is raised, so after a single failure of a frequent job it stays at the limit. A bar is yellow above the job’s own warning limit, and red above four times that (as 20 is to 5) or above its critical limit, whichever is lower. The worst jobs come first.',
};
