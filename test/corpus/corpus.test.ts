import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { alertNames } from '../../lib/checks/index.ts';
import { corpus } from './all.ts';
import { at } from './clock.ts';
import { type HistoryServer, serveHistories } from './history.ts';
import { formatConfig, judgeByJobwatch } from './jobwatch.ts';
import { type Fired, listDemandedAlerts, scoreFired } from './judge.ts';
import { formatSlug } from './scenario.ts';

const clean = { missed: [], wrong: [], flaps: [] };

// Five replays run at once, possibly on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let server: HistoryServer;

beforeAll(async () => {
  server = await serveHistories(corpus);
});

afterAll(() => server?.stop());

describe.concurrent('Jobwatch raises exactly the expected alarms, in time, when', () => {
  test.for(corpus)('$name', async (scenario, { expect }) => {
    const fired = await judgeByJobwatch(scenario, server.url);
    expect(scoreFired(scenario, fired)).toMatchObject(clean);
  });
});

describe('the command line reports the same when', () => {
  const chosen = ['job names are hard to quote', 'a job stops and starts again'];
  test.for(corpus.filter(({ name }) => chosen.includes(name)))('$name', async scenario => {
    const directory = await mkdtemp(join(tmpdir(), 'jobwatch-corpus-'));
    const config = join(directory, 'jobwatch.yaml');
    await writeFile(config, formatConfig(scenario, server.url));
    const report = await backtest(config, scenario.hours * 60);
    await rm(directory, { recursive: true });
    expect(report).toMatchObject({ from: iso(0), to: iso(scenario.hours * 60), stepSeconds: 60 });
    expect(scoreFired(scenario, firedIn(report))).toMatchObject(clean);
  });
});

test('some scenario expects each alert and some scenario expects its end', () => {
  expect(listDemandedAlerts(corpus)).toEqual(alertNames);
  const cleared = corpus.map(({ must = [], ...rest }) => ({
    ...rest,
    must: must.filter(({ clears }) => typeof clears === 'object'),
  }));
  expect(listDemandedAlerts(cleared)).toEqual(alertNames);
});

test('every scenario has a different name', () => {
  expect(new Set(corpus.map(formatSlug)).size).toBe(corpus.length);
});

type Report = Readonly<{
  from: string;
  to: string;
  stepSeconds: number;
  alarms: readonly Readonly<{
    alert: string;
    job: string;
    severity: string;
    name: string;
    transitions: readonly Readonly<{ at: string; state: string; value: number | null }>[];
  }>[];
}>;

async function backtest(config: string, minutes: number): Promise<Report> {
  const span = ['--from', iso(0), '--to', iso(minutes), '--format', 'json'];
  const program = ['bin/jobwatch.ts', 'backtest', '--config', config, ...span];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function firedIn({ alarms }: Report): Fired[] {
  return alarms.flatMap(({ alert, job, transitions }) =>
    transitions.flatMap(({ at: moment, state }, index) => {
      const next = transitions[index + 1]?.at;
      const to = next === undefined ? undefined : Date.parse(next) / 1000;
      return state === 'ALARM' ? [{ alert, job, from: Date.parse(moment) / 1000, to }] : [];
    }),
  );
}

function iso(minute: number): string {
  return new Date(at(minute) * 1000).toISOString().replace('.000Z', 'Z');
}
