import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RangeAnswer } from '../../lib/prometheus/answer.ts';
import { authorizerOf } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { type Minute, readHistory } from '../../lib/prometheus/history.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { connectionTo } from './server.ts';

const start = 1764000000;
const minutes = 240;
let server: PrometheusWithHistory;
let client: Prometheus;

// A counter that gains 1 every 30 s, and a gauge that ends after two hours.
function* openMetrics(): Generator<string> {
  yield '# TYPE runs counter\n';
  for (let step = 0; step <= minutes * 2; step += 1) {
    yield `runs_total{job="a"} ${step} ${start + step * 30}\n`;
  }
  yield '# TYPE size gauge\n';
  for (let step = 0; step <= minutes; step += 1) {
    yield `size{job="a"} ${step % 7} ${start + step * 30}\n`;
  }
  yield '# EOF\n';
}

beforeAll(async () => {
  server = await withPrometheus({ openMetrics: [...openMetrics()].join('') });
  const authorize = authorizerOf({ kind: 'none' }, async () => '');
  client = createPrometheus(connectionTo(server.url), { authorize });
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

async function collect(history: AsyncIterable<Minute>): Promise<Minute[]> {
  return Array.fromAsync(history);
}

const queries = {
  rate: 'sum by (job) (increase(runs_total[10m]))',
  size: 'size',
  total: 'count(runs_total) or vector(0)',
};

test('history gives what instant queries give, minute by minute, in whatever chunks', async () => {
  const span = { from: start + 1200, to: start + minutes * 60, delaySeconds: 90 };
  const history = await collect(readHistory(client, queries, { ...span, chunkSeconds: 1000 }));
  expect(history.map(minute => minute.at)).toEqual(
    Array.from({ length: minutes - 19 }, (_, index) => span.from + index * 60),
  );
  for (const { at, samples } of history.filter((_, index) => index % 37 === 0)) {
    for (const [name, promql] of Object.entries(queries)) {
      expect(samples[name]).toEqual((await client.instant(promql, at - 90)).samples);
    }
  }
  expect(await collect(readHistory(client, queries, span))).toEqual(history);
});

test('both ends are included, on whole minutes', async () => {
  const at = async (from: number, to: number) =>
    (await collect(readHistory(client, { size: 'size' }, { from, to }))).map(one => one.at - start);
  expect(await at(start, start + 120)).toEqual([0, 60, 120]);
  expect(await at(start + 1, start + 179)).toEqual([60, 120]);
  expect(await at(start + 60, start)).toEqual([]);
});

test('more than 11,000 minutes are asked for in parts', async () => {
  const span = { from: start - 12_000 * 60, to: start, chunkSeconds: 1e9 };
  expect(await collect(readHistory(client, { total: queries.total }, span))).toHaveLength(12_001);
});

test('a real refusal shrinks the chunk: too large an answer', async () => {
  const authorize = authorizerOf({ kind: 'none' }, async () => '');
  const small = createPrometheus(connectionTo(server.url), { authorize, maximumBytes: 1000 });
  const done: number[] = [];
  const span = { from: start, to: start + minutes * 60 };
  const history = await collect(
    readHistory(
      small,
      { rate: queries.rate },
      { ...span, onProgress: p => done.push(p.doneMinutes) },
    ),
  );
  expect(history).toHaveLength(minutes + 1);
  expect(done.length).toBeGreaterThan(4);
  expect(done.at(-1)).toBe(minutes + 1);
  await small.close();
});

const tooExpensive = new PrometheusError({ code: 'too-expensive', problem: 'too many samples' });

test('a single minute that is too expensive ends the reading', async () => {
  const range = () => Promise.reject(tooExpensive);
  await expect(collect(readHistory({ range }, { a: 'a' }, { from: 0, to: 6000 }))).rejects.toBe(
    tooExpensive,
  );
});

test('any other failure ends the reading at once, and after the queries under way', async () => {
  let running = 0;
  let asked = 0;
  const range = async (): Promise<RangeAnswer> => {
    running += 1;
    asked += 1;
    await new Promise(resolve => setImmediate(resolve));
    running -= 1;
    throw new PrometheusError({ code: 'unauthorized', problem: 'no' });
  };
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`q${index}`, 'up']));
  const reading = collect(readHistory({ range }, many, { from: 0, to: 6000 }));
  await expect(reading).rejects.toMatchObject({ code: 'unauthorized' });
  expect([running, asked]).toEqual([0, 4]);
});

test('all samples of a series share its labels', async () => {
  const history = await collect(
    readHistory(client, { size: 'size' }, { from: start, to: start + 60 }),
  );
  const [first, second] = history.map(minute => minute.samples.size?.[0]?.labels);
  expect(first).toBe(second);
});
