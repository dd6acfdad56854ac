import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RangeAnswer } from '../../lib/prometheus/answer.ts';
import type { MemoryPrometheus } from './memory-prometheus.ts';

/** The answers from memory over HTTP on loopback, for a process that queries Prometheus itself. */
export async function serveMemory(
  memory: MemoryPrometheus,
): Promise<Readonly<{ url: string; close: () => void }>> {
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: await answer(memory, request) }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(memory: MemoryPrometheus, request: IncomingMessage): Promise<unknown> {
  const form = new URLSearchParams(await text(request));
  const query = form.get('query') ?? '';
  if (request.url?.endsWith('/query_range')) {
    const [from, to, stepSeconds] = ['start', 'end', 'step'].map(name => Number(form.get(name)));
    const range = { from: from ?? 0, to: to ?? 0, stepSeconds: stepSeconds ?? 60 };
    return writeMatrix(await memory.range(query, range));
  }
  const at = Number(form.get('time'));
  const [, selector, seconds] = /^(.*)\[(\d+)s\]$/s.exec(query) ?? [];
  if (selector !== undefined) {
    return writeMatrix(await memory.samples(selector, { from: at - Number(seconds), to: at }));
  }
  const { samples } = await memory.instant(query, at);
  const result = samples.map(({ labels, value }) => ({ metric: labels, value: [at, `${value}`] }));
  return { resultType: 'vector', result };
}

function writeMatrix({ series }: RangeAnswer): unknown {
  const result = series.map(({ labels, times, values }) => ({
    metric: labels,
    values: times.map((time, index) => [time, `${values[index]}`]),
  }));
  return { resultType: 'matrix', result };
}
