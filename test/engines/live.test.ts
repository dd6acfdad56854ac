import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../lib/cli/snapshot.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { engineNames } from '../../lib/simulator/engines.ts';
import { serveApplication } from '../../lib/simulator/live-application.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { connectionTo } from '../prometheus/server.ts';
import { findPrograms, startEngine } from './engine.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const now = () => Date.now() / 1000;

for (const name of engineNames) {
  const programs = await findPrograms(name);

  describe.skipIf(programs === undefined)(`on ${name}`, () => {
    test('what is scraped is judged, and what is no longer scraped has no value', async () => {
      const began = Math.floor(now());
      const simulation = simulate(failingSince(began - 3600, began));
      const application = await serveApplication(simulation, 1, now);
      undo.push(application.stop);
      const server = await startEngine(name, programs ?? '', {
        openMetrics: simulation.openMetrics(began),
        scrape: [application.scrape],
      });
      undo.push(server.stop);
      const client = open(server.url);

      await until(async () => (await newest(client)) > began);
      const { sources, alarms } = await takeSnapshot(client, fleetAt(server.url), now());
      expect(sources).toMatchObject([{ name: 'application', state: 'fresh', failures: [] }]);
      expect(sources[0]?.newest).toBeGreaterThan(began);
      expect(alarms.filter(isOn).map(({ spec }) => `${spec.alert} ${spec.job}`)).toEqual([
        'BackgroundJobFailing broken',
        'BackgroundJobCriticalFailureRate broken',
      ]);

      await application.stop();
      await until(async () => (await watched(client)) === 0);
      const { series } = await client.samples('job_execution_total', { from: began, to: now() });
      expect(series.length).toBeGreaterThan(0);
      expect(series.flatMap(({ values }) => values).filter(Number.isNaN)).toEqual([]);
    });

    test('samples after the beginning and up to the end are read, without duplicates', async () => {
      const line = (time: number) => `a_total{x="1"} ${time} ${1_760_000_000 + time}\n`;
      const text = ['# TYPE a counter\n', ...[0, 30, 60, 90].map(line), '# EOF\n'];
      const server = await startEngine(name, programs ?? '', { openMetrics: twice(name, text) });
      undo.push(server.stop);
      const span = { from: 1_760_000_000, to: 1_760_000_060 };
      const { series } = await open(server.url).samples('a_total{x="1"}', span);
      expect(series.map(({ times, values }) => ({ times, values }))).toEqual([
        { times: [1_760_000_030, 1_760_000_060], values: [30, 60] },
      ]);
    });
  });
}

/** A pair of agents writes every sample to VictoriaMetrics twice; Prometheus accepts none twice. */
function twice(name: string, text: readonly string[]): readonly string[] {
  return name === 'victoria-metrics' ? [...text, ...text] : text;
}

function failingSince(time: number, began: number) {
  const plan = { intervalSeconds: 60, firstRunAt: began - 7200, durationSeconds: 2 };
  const outcome = (start: number) => (start >= time ? 'failed' : 'success');
  return {
    ...{ from: began - 7200, to: began + 3600, scrapeSeconds: 30, seed: 7 },
    processes: [
      {
        instance: 'app:8080',
        startsAt: began - 86_400,
        jobs: [
          { name: 'broken', ...plan, outcome },
          { name: 'fine', ...plan },
        ],
      },
    ],
  };
}

function fleetAt(url: string) {
  const jobs = { broken: { interval: '1m', staleness: false }, fine: { interval: '1m' } };
  const text = JSON.stringify({ service: 'engines', prometheus: { url }, jobs });
  const readFile = () => '';
  return parseConfig(text, { file: 'engines', baseDirectory: '/', readFile }).fleet;
}

function isOn({ transitions }: Readonly<{ transitions: readonly Readonly<{ state: string }>[] }>) {
  return transitions.at(-1)?.state === 'ALARM';
}

function open(url: string): Prometheus {
  const authorize = authorizeWith({ kind: 'none' }, async () => '');
  const client = createPrometheus(connectionTo(url), { authorize });
  undo.push(client.close);
  return client;
}

async function newest(client: Prometheus): Promise<number> {
  const { series } = await client.samples('up{job="clipper"}', { from: now() - 30, to: now() });
  return Math.max(0, ...series.flatMap(({ times }) => times));
}

/** The last result of the scrape itself. */
async function watched(client: Prometheus): Promise<number | undefined> {
  const { samples } = await client.instant('up{job="demo-simulator"}', now());
  return samples[0]?.value;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(250);
}
