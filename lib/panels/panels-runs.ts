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
  ours: 'SuccessesPerMinute and FailuresPerMinute, summed over the jobs, each counted exactly over the window of its job.',
  departs:
    'The original’s steps (yellow from 6, red from 1) are in the wrong order and hold for successes too; ours are those its document names (yellow above 0.1, red above 1 failure a minute) and judge failures only. A 5-minute rate is blank or 0 between the runs of slower jobs; a job’s own window is not.',
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
  ours: 'SuccessRatePercent: successes a minute of runs a minute over all jobs.',
  departs:
    'The original’s clamp_min counts at least one run in 100 s, so that slow jobs look worse than they are; ours divides by the runs there were, and shows nothing where there was none.',
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
  ours: 'SuccessesPerMinute and FailuresPerMinute of each job; on CloudWatch by metric math from RunsPerMinute and FailureRatePercent, which the alarms need anyway.',
  departs:
    'A minute instead of a second as unit, since 0.0167 runs a second is hard to read; the job’s own window instead of 5 minutes, so that slow jobs’ lines do not fall to 0 between runs. On CloudWatch a run of another status, such as partial, counts with the successes, and the failed line follows the judged rate of panel 8; in the preview both lines are counts.',
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
    'A minute instead of a second as unit, and the job’s own window instead of 5 minutes, for the same reasons as in panel 4. The total is the sum of the line’s points, as in the original.',
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
  ours: 'FailureRatePercent of each job: failed runs of all its runs, in the window that decided about its alerts.',
  departs:
    'The original’s clamp_min draws a job that fails every run as 33 % when it runs every 5 minutes and as green when it runs every 6 hours; ours is 100 %. The rate is the judged one: it is above a limit exactly while that alert is raised, so a single failure of a quick job stays at the limit. Yellow is above the job’s own warning limit; red above four times that (as 20 is to 5) or its critical limit, whichever is lower. Worst first.',
};
