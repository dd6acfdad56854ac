import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOUR = 3600;

/** Labels of a series in the order in which they are written. */
export type Labels = Readonly<Record<string, string>>;

/** The series of an application: names, labels and values at a time in Unix seconds. */
export type Metric = readonly [name: string, labels: Labels, valueAt: (time: number) => number];

/** Five minutes between two runs, and six seconds for each. */
const countRuns = (time: number) => Math.floor(time / 300);
const lastSuccess = (time: number) => countRuns(time) * 300;

const job = { job_name: 'sync' };

/** An application with one job, all of whose runs succeed. */
export const metrics: readonly Metric[] = [
  ['job_execution_total', { ...job, status: 'success' }, countRuns],
  ['job_last_success_timestamp_seconds', job, lastSuccess],
  ['job_execution_duration_seconds_count', job, countRuns],
  ['job_execution_duration_seconds_sum', job, time => 6 * countRuns(time)],
  ['job_execution_duration_seconds_bucket', { ...job, le: '300' }, countRuns],
  ['job_execution_duration_seconds_bucket', { ...job, le: '600' }, countRuns],
  ['job_execution_duration_seconds_bucket', { ...job, le: '+Inf' }, countRuns],
];

/** The configuration of that application's job. */
export const jobLines = ['sync: { interval: 5m, queue: false, items: false }'];

export function writeLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

/** The time before the present, which an engine scrapes by itself. */
const liveSeconds = 10;

/** Samples of a span as lines of OpenMetrics text; each series also gets these labels. */
export function writePast(
  series: readonly Metric[],
  { labels = {}, to = Date.now() / 1000 - liveSeconds, hours = 2, step = 15 }: PastOptions = {},
): string[] {
  const end = Math.floor(to / step) * step;
  return series.flatMap(([name, own, valueAt]) => {
    const text = `${name}{${writeLabels({ ...labels, ...own })}}`;
    const count = (hours * HOUR) / step;
    return Array.from({ length: count }, (_, index) => {
      const time = end - (count - 1 - index) * step;
      return `${text} ${valueAt(time)} ${time}`;
    });
  });
}

type PastOptions = Readonly<{
  labels?: Labels;
  /** Unix seconds; default: shortly before the present. */
  to?: number;
  hours?: number;
  step?: number;
}>;

/** The targets' own series. */
export const up: Metric = ['up', {}, () => 1];

/** An application that serves its metrics on loopback. */
export async function startApplication(): Promise<
  Readonly<{ target: string; stop: () => Promise<void> }>
> {
  const server = createServer((_request, response) => {
    const now = Date.now() / 1000;
    const lines = metrics.map(
      ([name, labels, valueAt]) => `${name}{${writeLabels(labels)}} ${valueAt(now)}\n`,
    );
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join(''));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { target: `127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
