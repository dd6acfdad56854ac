import type { Panel } from './panel.ts';

const minutesSinceSuccess = '(time() - job_last_success_timestamp_seconds) / 60';

export const sinceSuccess: Panel = {
  number: 6,
  title: 'Time Since Last Successful Run',
  kind: 'stat',
  place: { x: 0, y: 18, width: 24, height: 5 },
  widget: 'custom',
  // the staleness check ignores a new job until it knows its rhythm, but the failures check knows
  // its name
  checks: ['staleness', 'failures'],
  series: [{ metric: 'SecondsSinceSuccess' }],
  unit: 'minutes',
  thresholds: [{ colour: 'green' }, { from: 120, colour: 'yellow' }, { from: 360, colour: 'red' }],
  legend: undefined,
  original: [{ query: minutesSinceSuccess, legend: '{{ job_name }}' }],
  ours: 'SecondsSinceSuccess of each job, since the newest success of any instance; for a scheduled job SecondsOverdue, shown as “due 02:00 Europe/Berlin, 1 h 10 min late”.',
  departs:
    'The original loses a job’s value when its process restarts or disappears, shows the value of an old replica beside it, and shows a healthy 6-hourly job in yellow or red. A tile is yellow above the job’s own warning limit, and red above three times that (as 360 is to 120) or above its critical limit, whichever is lower. For a job that never succeeded it says “never” and how long the job has been watched, and it is not green; for a job without series it says “cannot be judged”. The worst jobs come first.',
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
    'Each job is measured over its own window, because in the original the P95 is blank between runs. If the window has no success, the colour of the cell follows the job’s failure rate or age, and it is dark red for a critical alert only (the original’s dark red below 0.01 a minute applies to every job that runs less often than every 100 minutes). Failures are yellow from the first, and red above the red limit of panel 8. P95 is yellow above the job’s warning limit and red above its critical limit, instead of 60 and 300 s for all jobs. The last column has the colours of panel 6, and says “never” or when the job was due. Unhealthy jobs come first; the original sorts by name.',
};
