import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../prometheus/server.ts';
import type { ExporterKind } from './exporter.ts';
import { startProgram, waitFor } from './processes.ts';
import type { Programs } from './programs.ts';

type Connection = Readonly<{ connection: Readonly<{ host: string; port: number }> }>;

/** The used part of the package bullmq. */
type BullMq = Readonly<{
  Queue: new (
    name: string,
    options: Connection,
  ) => {
    add: (name: string, data: Readonly<{ outcome: string }>) => Promise<unknown>;
    exportPrometheusMetrics: () => Promise<string>;
    close: () => Promise<void>;
  };
  Worker: new (
    name: string,
    work: (job: Readonly<{ data: Readonly<{ outcome: string }> }>) => Promise<void>,
    options: Connection & Readonly<{ metrics?: Readonly<{ maxDataPoints: number }> }>,
  ) => {
    once: (event: 'completed' | 'failed', done: () => void) => unknown;
    close: () => Promise<void>;
  };
}>;

type Line = Readonly<{
  run: (outcome: string) => Promise<void>;
  read: () => Promise<string>;
  close: () => Promise<void>;
}>;

/** A queue with its worker; the worker has metrics turned on or off. */
function openQueue(
  { Queue, Worker }: BullMq,
  name: string,
  options: Connection & Readonly<{ metrics?: Readonly<{ maxDataPoints: number }> }>,
): Line {
  const queue = new Queue(name, { connection: options.connection });
  const work = async ({ data }: Readonly<{ data: Readonly<{ outcome: string }> }>) => {
    if (data.outcome !== 'success') throw new Error('it failed');
  };
  const worker = new Worker(name, work, options);
  return {
    run: async outcome => {
      const event = outcome === 'success' ? 'completed' : 'failed';
      const over = new Promise<void>(resolve => worker.once(event, resolve));
      await queue.add('run', { outcome });
      await over;
    },
    read: () => queue.exportPrometheusMetrics(),
    close: () => Promise.all([worker.close(), queue.close()]).then(() => {}),
  };
}

/** The metrics of all queues as one page: each family once, as the text format requires. */
function joinPages(pages: readonly string[]): string {
  const lines = pages.flatMap(page => page.split('\n')).filter(line => line !== '');
  const family = (line: string) => /^(?:# \w+ )?(\w+)/.exec(line)?.[1] ?? '';
  return [...Map.groupBy(lines, family).values()]
    .flatMap(group => [...new Set(group)])
    .map(line => `${line}\n`)
    .join('');
}

async function startRedis({ paths, environment }: Programs) {
  const port = await freePort();
  const where = ['--bind', '127.0.0.1', '--port', String(port), '--dir', '/tmp'];
  const parameters = [...where, '--save', '', '--appendonly', 'no'];
  const program = startProgram(paths['redis-server'], parameters, environment);
  await waitFor(() => /ready to accept/i.test(program.readOutput()), program.readOutput);
  return { port, stop: program.stop };
}

export const bullMq: ExporterKind = {
  title: 'BullMQ, with and without metrics in its workers',
  sources: { queues: { preset: 'bullmq' } },
  jobs: [
    { source: 'queues', name: kind => `counted-${kind}`, lacks: /Duration/ },
    { source: 'queues', name: kind => `kept-${kind}`, lacks: /Duration/ },
  ],
  start: async programs => {
    const redis = await startRedis(programs);
    const bull = programs.load('bullmq') as BullMq;
    const options = { connection: { host: '127.0.0.1', port: redis.port } };
    const counting = { ...options, metrics: { maxDataPoints: 60 } };
    const lines = new Map<string, Line>();
    const find = (name: string) => {
      const isCounted = name.startsWith('counted');
      const line = lines.get(name) ?? openQueue(bull, name, isCounted ? counting : options);
      lines.set(name, line);
      return line;
    };
    const server = createServer(async (_, response) => {
      response.setHeader('content-type', 'text/plain');
      response.end(joinPages(await Promise.all([...lines.values()].map(line => line.read()))));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return {
      target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      run: async (kind, { outcome }) => {
        await Promise.all(['counted', 'kept'].map(set => find(`${set}-${kind}`).run(outcome)));
      },
      stop: async () => {
        await new Promise<void>(resolve => server.close(() => resolve()));
        await Promise.all([...lines.values()].map(line => line.close()));
        await redis.stop();
      },
    };
  },
};
