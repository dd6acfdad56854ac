import type { Panel } from './panel.ts';

export const queueSizes: Panel = {
  number: 3,
  title: 'Job Queue Sizes',
  kind: 'timeseries',
  place: { x: 8, y: 4, width: 16, height: 6 },
  widget: 'native',
  checks: ['queue'],
  series: [{ metric: 'QueueSize' }],
  unit: 'entries',
  thresholds: [],
  legend: { place: 'right', statistics: ['last', 'max'] },
  original: [{ query: 'job_queue_size', legend: '{{ job_name }}' }],
  ours: 'QueueSize of each job that has a queue: the largest that any instance reports.',
  departs:
    'There is one line per job instead of one per instance. The panel draws the alarms’ limits: 100, above which growth is judged, and the critical size that most jobs have. A job without a queue series has no line, not a line at 0.',
};

export const duration: Panel = {
  number: 5,
  title: 'Job Duration (P95) by Job',
  kind: 'timeseries',
  place: { x: 12, y: 10, width: 12, height: 8 },
  widget: 'native',
  checks: ['duration'],
  series: [
    { metric: 'DurationP95Seconds', suffix: 'P95' },
    { metric: 'DurationP50Seconds', suffix: 'P50' },
  ],
  unit: 'seconds',
  thresholds: [],
  legend: { place: 'bottom', statistics: ['last', 'max'] },
  original: [95, 50].map(percent => ({
    query: `histogram_quantile(0.${percent}, sum(rate(job_execution_duration_seconds_bucket[5m])) by (job_name, le))`,
    legend: `{{ job_name }} (P${percent})`,
  })),
  ours: 'DurationP95Seconds and DurationP50Seconds of each job over its own window, from the duration of each run: exact from the histogram’s sum if possible, otherwise from its buckets.',
  departs:
    'A 5-minute quantile is blank for 67 % of the time if a job runs every 15 minutes, and for 99 % if it runs every 6 hours; the job’s own window contains its last two runs. The original interpolates within a bucket and cannot exceed 600 s. Jobwatch’s value is exact if one run ended between two scrapes, and 0.1 % above the largest bucket if nothing else is known. P95 is above a limit exactly while its alert is raised. The panel draws the duration limits that most jobs have.',
};

export const heatmap: Panel = {
  number: 9,
  title: 'Job Execution Heatmap',
  kind: 'heatmap',
  place: { x: 0, y: 31, width: 24, height: 8 },
  widget: 'custom',
  checks: ['duration'],
  series: [],
  unit: 'runs',
  thresholds: [],
  legend: undefined,
  original: [
    {
      query: 'sum(increase(job_execution_duration_seconds_bucket[5m])) by (le, job_name)',
      legend: '{{ job_name }}',
    },
  ],
  ours: 'Runs by duration and time, each counted once, in steps of a sixtieth of the range or 5 minutes, whichever is longer. The rows are the buckets of the jobs’ histograms, or the original’s buckets if there is no histogram.',
  departs:
    'The original draws the cumulative buckets of all jobs over each other, so that a cell shows the job that was drawn last. Jobwatch adds the jobs up, counts each bucket without the buckets below it, and names the jobs in the cell’s tooltip. Times in which nothing was watched are hatched; times without a run are empty. In CloudWatch, the heatmap shows at most the last seven days of the range. The colours are Spectral, from blue (few) to red (many).',
};
