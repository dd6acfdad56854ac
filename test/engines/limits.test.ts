import { afterEach, describe, expect, test } from 'vitest';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { connectionTo } from '../prometheus/server.ts';
import { findPrograms } from './engine.ts';
import { startVictoriaMetrics } from './victoria-metrics.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const programs = await findPrograms('victoria-metrics');
const from = 1_760_000_000;
const to = from + 600;

async function start(flags: readonly string[]): Promise<Prometheus> {
  const server = await startVictoriaMetrics(programs ?? '', { flags });
  undo.push(server.stop);
  const line = (series: string) => `a_total{x="${series}"} 1 ${from + 60}\n`;
  await server.importText(['# TYPE a counter\n', line('1'), line('2'), '# EOF\n']);
  const authorize = authorizeWith({ kind: 'none' }, async () => '');
  const client = createPrometheus(connectionTo(server.url), { authorize });
  undo.push(client.close);
  return client;
}

describe.skipIf(programs === undefined)('VictoriaMetrics', () => {
  test('gets smaller queries if it has more series than it selects', async () => {
    const client = await start(['-search.maxExportSeries=1']);
    await expect(client.samples('a_total', { from, to })).rejects.toMatchObject({
      code: 'too-expensive',
      received: expect.stringContaining('number of matching timeseries exceeds 1'),
    });
  });

  test('gets smaller queries if it has too little memory, or too many points', async () => {
    const flags = ['-search.maxMemoryPerQuery=10', '-search.maxPointsPerTimeseries=20'];
    const client = await start(flags);
    const ask = (stepSeconds: number) =>
      client.range('rate(a_total[60s])', { from, to, stepSeconds });
    await expect(ask(60)).rejects.toMatchObject({
      code: 'too-expensive',
      received: expect.stringContaining('not enough memory'),
    });
    await expect(ask(1)).rejects.toMatchObject({
      code: 'too-expensive',
      received: expect.stringContaining('too many points'),
    });
  });

  test('does not get smaller queries if it cannot parse the query, or finds it too long', async () => {
    const client = await start([]);
    await expect(client.instant('sum(exceeded{', to)).rejects.toMatchObject({ code: 'bad-query' });
    const long = `a_total{x!="${'x'.repeat(20_000)}"}`;
    await expect(client.instant(long, to)).rejects.toMatchObject({ code: 'bad-query' });
  });

  test("returns its time as a vector, which is read like Prometheus's scalar", async () => {
    const client = await start([]);
    expect((await client.instant('time()', to)).samples).toEqual([{ labels: {}, value: to }]);
  });
});
