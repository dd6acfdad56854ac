import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExporterKind } from './exporter.ts';

type Labels = Readonly<Record<string, string>>;
type Options = Readonly<{ name: string; help: string; labelNames: readonly string[] }>;

/** The used part of the package prom-client. */
type PromClient = Readonly<{
  Counter: new (options: Options) => { inc: (labels: Labels) => void };
  Gauge: new (options: Options) => { set: (labels: Labels, value: number) => void };
  Histogram: new (
    options: Options & Readonly<{ buckets: readonly number[] }>,
  ) => { observe: (labels: Labels, value: number) => void };
  register: Readonly<{ metrics: () => Promise<string>; contentType: string }>;
}>;

const help = 'of a job';
const buckets = [1, 10, 60, 300, 600];

/** An application on Node that exports the metrics of the preset `jobs`. */
export const promClient: ExporterKind = {
  title: 'an application with prom-client',
  sources: { application: { preset: 'jobs' } },
  jobs: [{ source: 'application', name: kind => `app_${kind}` }],
  start: async ({ load }) => {
    const { Counter, Gauge, Histogram, register } = load('prom-client') as PromClient;
    const labelNames = ['job_name'];
    const runs = new Counter({
      ...{ name: 'job_execution_total', help, labelNames: [...labelNames, 'status'] },
    });
    const success = new Gauge({ name: 'job_last_success_timestamp_seconds', help, labelNames });
    const name = 'job_execution_duration_seconds';
    const queue = new Gauge({ name: 'job_queue_size', help, labelNames });
    const items = new Counter({
      ...{ name: 'job_items_processed_total', help, labelNames: [...labelNames, 'status'] },
    });
    const lengths = new Histogram({ name, help, labelNames, buckets });
    const server = createServer(async (_, response) => {
      response.setHeader('content-type', register.contentType);
      response.end(await register.metrics());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return {
      target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      stop: () => new Promise(resolve => server.close(() => resolve())),
      run: async (kind, { start, end, outcome }) => {
        const labels = { job_name: `app_${kind}` };
        runs.inc({ ...labels, status: outcome });
        items.inc({ ...labels, status: 'success' });
        queue.set(labels, 0);
        lengths.observe(labels, end - start);
        if (outcome === 'success') success.set(labels, end);
      },
    };
  },
};
