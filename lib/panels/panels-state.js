const minutesSinceSuccess = '(time() - job_last_success_timestamp_seconds) / 60';
export const sinceSuccess = {
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
  ours: 'SecondsSinceSuccess of each job: since the newest success of any instance in the whole lookback.',
  departs:
    'The original loses a job’s value when its process restarts or vanishes, shows an old replica’s beside it, and calls a healthy 6-hour job yellow or red. Yellow is above the job’s own warning limit; red above three times that (as 360 is to 120) or its critical limit, whichever is lower. Worst first.',
};
export const details = {
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
  ours: 'SuccessesPerMinute, FailuresPerMinute, DurationP95Seconds and SecondsSinceSuccess of each job, in the same columns.',
  departs:
    'Each job over its own window, as its P95 is blank between runs in the original. Successes are dark red where the window holds none (the original’s 0.01 a minute is more than a job can reach that runs less often than every 100 minutes); failures are yellow from the first and red from 0.1 a minute or above panel 8’s red limit; P95 is yellow from a fifth of the job’s warning limit and red from that limit (60 and 300 s by default); the last column is coloured as panel 6. Jobs in trouble first, instead of by name.',
};
