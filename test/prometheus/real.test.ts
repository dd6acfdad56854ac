import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { connectionTo } from './server.ts';

const at = 1764000000;
const odd = 'ü "quoted" \\ {x="y"} \n 任务';
let server: PrometheusWithHistory;
let client: Prometheus;

beforeAll(async () => {
  const job = JSON.stringify(odd);
  const samples = [`size{job_name=${job}} 7 ${at}`, `size{job_name=${job}} 9 ${at + 60}`];
  server = await withPrometheus({
    openMetrics: ['# TYPE size gauge', ...samples, '# EOF', ''].join('\n'),
  });
  const authorize = authorizeWith({ kind: 'none' }, async () => '');
  client = createPrometheus(connectionTo(server.url), { authorize });
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

const labels = { __name__: 'size', job_name: odd };

test('Prometheus answers for the requested minute, with unchanged job names', async () => {
  expect(await client.instant('size', at + 30)).toEqual({
    samples: [{ labels, value: 7 }],
    warnings: [],
  });
  expect((await client.instant('size', at - 60)).samples).toEqual([]);
});

test('Prometheus answers for a range including both ends', async () => {
  expect(await client.range('size', { from: at, to: at + 60, stepSeconds: 60 })).toEqual({
    series: [{ labels, times: [at, at + 60], values: [7, 9] }],
    warnings: [],
  });
});

test.each([
  ['1/0', Number.POSITIVE_INFINITY],
  ['-1/0', Number.NEGATIVE_INFINITY],
  ['0/0', Number.NaN],
  ['1e-300', 1e-300],
])('Prometheus returns %s as a number', async (promql, value) => {
  expect((await client.instant(promql, at)).samples).toEqual([{ labels: {}, value }]);
});

test.each([
  ['a parse error', 'sum(', 'bad-query'],
  ['an unknown function', 'exceed(up)', 'bad-query'],
  ['a text', '"text"', 'bad-answer'],
])('%s is distinguished from a failure of the server', async (_what, promql, code) => {
  await expect(client.instant(promql, at)).rejects.toMatchObject({ code });
});

test('a range of too many points is too expensive', async () => {
  const range = { from: at, to: at + 11_001 * 60, stepSeconds: 60 };
  await expect(client.range('size', range)).rejects.toMatchObject({ code: 'too-expensive' });
});

test('any other endpoint returns its data', async () => {
  const labelNames = await client.get('/api/v1/label/job_name/values', {
    start: String(at),
    end: String(at + 60),
  });
  expect(labelNames).toEqual([odd]);
  await expect(client.get('/api/v1/nothing')).rejects.toMatchObject({ code: 'not-found' });
});
