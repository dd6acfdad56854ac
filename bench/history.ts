import { type FleetSize, instancesOf, type MeasuredJob, measuredJob } from './fleet.ts';

/** Upper bounds of the histogram, in seconds, as the demo's application sets them. */
const bounds = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, Number.POSITIVE_INFINITY];

/** Characters handed on at once. */
const chunkLength = 1 << 20;

/** A job's value of a series after so many runs, the last of which ended at `ended`. */
type Value = (runs: number, ended: number) => number;

type MeasuredSeries = Readonly<{ name: string; labels: string; value: Value }>;

type Family = Readonly<{ name: string; type: string; series: readonly MeasuredSeries[] }>;

/**
 * The history of a fleet up to `end` (Unix seconds) as OpenMetrics text. Every twentieth run of a
 * job fails; nothing is random. The demo's simulator tells richer stories, at a tenth of the speed.
 */
export function* writeHistory(size: FleetSize, end: number): Generator<string> {
  const times = scrapeTimes(size, end);
  let text = '# TYPE up gauge\n';
  for (const instance of instancesOf(size.jobs)) {
    text += lines(`up{job="app",instance="${instance}"}`, times, () => 1);
  }
  for (const { name, type, series } of families) {
    text += `# TYPE ${name} ${type}\n`;
    for (let number = 0; number < size.jobs; number += 1) {
      const job = measuredJob(number);
      for (const each of series) text += seriesText({ job, number, series: each, times });
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}# EOF\n`;
}

function scrapeTimes({ historySeconds, scrapeSeconds }: FleetSize, end: number): number[] {
  const count = Math.floor(historySeconds / scrapeSeconds);
  return Array.from({ length: count }, (_, index) => end - (count - 1 - index) * scrapeSeconds);
}

type SeriesOfJob = Readonly<{
  job: MeasuredJob;
  number: number;
  series: MeasuredSeries;
  times: readonly number[];
}>;

/** A run ends at a phase of the job's own; the counters were large before the history began. */
function seriesText({ job, number, series, times }: SeriesOfJob): string {
  const { name, labels, value } = series;
  const interval = job.intervalSeconds;
  const phase = (number * 37) % interval;
  const identity = `${name}{job_name="${job.name}"${labels},job="app",instance="${job.instance}"}`;
  const first = Math.floor(((times[0] ?? 0) - phase) / interval);
  return lines(identity, times, time => {
    const turn = Math.floor((time - phase) / interval);
    return value(1000 + turn - first, turn * interval + phase);
  });
}

function lines(identity: string, times: readonly number[], value: (time: number) => number) {
  let text = '';
  for (const time of times) text += `${identity} ${value(time)} ${time}\n`;
  return text;
}

const failed: Value = runs => Math.floor(runs / 20);

const families: readonly Family[] = [
  {
    name: 'job_execution',
    type: 'counter',
    series: [
      counter('job_execution', 'success', (runs, ended) => runs - failed(runs, ended)),
      counter('job_execution', 'failed', failed),
    ],
  },
  { name: 'job_execution_duration_seconds', type: 'histogram', series: histogram() },
  {
    name: 'job_last_success_timestamp_seconds',
    type: 'gauge',
    series: [gauge('job_last_success_timestamp_seconds', (_, ended) => ended)],
  },
  {
    name: 'job_items_processed',
    type: 'counter',
    series: [
      counter('job_items_processed', 'success', runs => runs * 90),
      counter('job_items_processed', 'failed', runs => runs * 7),
      counter('job_items_processed', 'skipped', runs => runs * 3),
    ],
  },
  {
    name: 'job_queue_size',
    type: 'gauge',
    series: [gauge('job_queue_size', runs => runs % 150)],
  },
];

function counter(family: string, status: string, value: Value): MeasuredSeries {
  return { name: `${family}_total`, labels: `,status="${status}"`, value };
}

function gauge(name: string, value: Value): MeasuredSeries {
  return { name, labels: '', value };
}

/** A run lasts a little under one of the bounds, each in its turn. */
function histogram(): MeasuredSeries[] {
  const name = 'job_execution_duration_seconds';
  const buckets = bounds.map((bound, index) => ({
    name: `${name}_bucket`,
    labels: `,le="${Number.isFinite(bound) ? bound : '+Inf'}"`,
    value: (runs: number) =>
      Math.floor(runs / 10) * Math.min(10, index + 1) + Math.min(runs % 10, index + 1),
  }));
  return [
    ...buckets,
    { name: `${name}_sum`, labels: '', value: runs => runs * 90 },
    { name: `${name}_count`, labels: '', value: runs => runs },
  ];
}
