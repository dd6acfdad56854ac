import type { Panel } from './panel.ts';

const minutesSinceSuccess = '(time() - job_last_success_timestamp_seconds) / 60';

export const sinceSuccess: Panel = {
  number: 6,
  title: 'Time Since Last Successful Run',
  kind: 'stat',
  place: { x: 0, y: 18, width: 24, height: 5 },
  widget: 'custom',
  // staleness says nothing of a new job until it knows its rhythm; failures knows its name
  checks: ['staleness', 'failures'],
  series: [{ metric: 'SecondsSinceSuccess' }],
  unit: 'minutes',
  thresholds: [{ colour: 'green' }, { from: 120, colour: 'yellow' }, { from: 360, colour: 'red' }],
  legend: undefined,
  original: [{ query: minutesSinceSuccess, legend: '{{ job_name }}' }],
  ours: 'SecondsSinceSuccess of each job since the newest success of any instance; for a scheduled job SecondsOverdue, shown as “due 02:00 Europe/Berlin, 1 h 10 min late”.',
  departs:
    'The original loses a job’s value when its process restarts or vanishes, shows an old replica’s beside it, and calls a healthy 6-hour job yellow or red. Yellow is above the job’s own warning limit; red above three times that (as 360 is to 120) or its critical limit, whichever is lower. A job that never succeeded says “never” and for how long it has been watched, and is not green; a job without series says “cannot be judged”. Worst first.',
};

export const details: Panel = {
  number: 10,
  title: 'Job Execution Details Table',
  kind: 'table',
  place: { x: 0, y: 39, width: 24, height: 8 },
  widget: 'custom',
  checks: ['failures', 'duration', 'staleness'],
  series: [
    { metric: 'SuccessesPerMinute', suffix: 'Success/min' },
    { metric: 'FailuresPerMinute', suffix: 'Failures/min' },
    { metric: 'DurationP95Seconds', suffix: 'P95 Duration (s)' },
    { metric: 'SecondsSinceSuccess', suffix: 'Time Since Success (min)' },
  ],
  unit: 'per minute',
  thresholds: [],
  legend: undefined,
  original: [
    { query: 'sum by (job_name) (rate(job_execution_total{status="success"}[5m])) * 60' },
    { query: 'sum by (job_name) (rate(job_execution_total{status="failed"}[5m])) * 60' },
    {
      query:
        'histogram_quantile(0.95, sum by (job_name, le) (rate(job_execution_duration_seconds_bucket[5m])))',
    },
    { query: minutesSinceSuccess },
  ],
  ours: 'SuccessesPerMinute, FailuresPerMinute, DurationP95Seconds and SecondsSinceSuccess (SecondsOverdue for a scheduled job), in the same columns.',
  departs:
    'Each job over its own window, as its P95 is blank between runs in the original. Where the window holds no success, the cell is as bad as the job’s failure rate or age, and dark red for a critical alert only (the original’s dark red below 0.01 a minute hits every job that runs less often than every 100 minutes). Failures are yellow from the first and red above panel 8’s red limit. P95 is yellow above the job’s warning limit and red above its critical limit, instead of 60 and 300 s for all jobs. The last column is coloured as panel 6 and says “never” or when the job was due. Unhealthy jobs first, instead of by name.',
};
