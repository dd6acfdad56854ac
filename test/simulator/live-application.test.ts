import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { backfill } from '../../lib/simulator/backfill.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { createClipperDay } from '../../lib/simulator/clipper.ts';
import { serveApplication } from '../../lib/simulator/live-application.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import { simulate } from '../../lib/simulator/simulate.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

test('the live application continues the series of its history', async () => {
  const now = () => Date.now() / 1000;
  const began = now();
  const simulation = simulate(createClipperDay(began, began + 3600).scenario);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-live-'));
  undo.push(() => rm(dataDirectory, { recursive: true }));
  const application = await serveApplication(simulation, 1, now);
  undo.push(application.stop);
  const binaries = await findPrometheus();
  await backfill({ binaries, openMetrics: simulation.openMetrics(began), dataDirectory });
  const server = await startPrometheus({ binaries, dataDirectory, scrape: [application.scrape] });
  undo.push(server.stop);

  const freshest = 'max by (instance) (timestamp(up{job="clipper"}))';
  const grown = 'sum(increase(job_execution_total{job_name="webhook_retry"}[10m]))';
  const live = await firstAfter(began, () => ask(server.url, freshest));
  expect(live.map(({ metric }) => metric.instance).sort()).toContain('clipper-api-0:8080');
  const [runs] = await ask(server.url, grown);
  expect(Math.round(Number(runs?.value[1]))).toBeGreaterThanOrEqual(9);
});

type Result = { metric: Record<string, string>; value: [number, string] }[];

async function ask(url: string, query: string): Promise<Result> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  return ((await response.json()) as { data: { result: Result } }).data.result;
}

/** Repeats a query until a value is later than the given time, which the first scrape brings. */
async function firstAfter(time: number, query: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const result = await query();
    if (result.some(({ value }) => Number(value[1]) > time)) return result;
    await sleep(50);
  }
}
