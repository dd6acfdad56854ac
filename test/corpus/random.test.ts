import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { findStreaks } from '../../lib/checks/evidence.ts';
import { type HistoryServer, serveHistories } from './history.ts';
import { judgeByJobwatch } from './jobwatch.ts';
import { scoreFired } from './judge.ts';
import { longestRun, type RandomFleet, type RandomJob, randomFleets } from './random-fleets.ts';
import type { Demand, Minutes } from './scenario.ts';

/** Fixed, so that a red run stays red until it is mended. */
const seed = 20_260_407;

const healthy = randomFleets('healthy', 40, seed);
const failing = randomFleets('fails', 16, seed + 1);
const stopping = randomFleets('stops', 16, seed + 2);

/** A scrape or two that were missed, the minute's end, and the grid of slow jobs; minutes. */
const slack = 9;

const clean = { missed: [], wrong: [], flaps: [] };

// five replays at a time on a machine that does other things as well
vi.setConfig({ testTimeout: 120_000 });

let server: HistoryServer;

beforeAll(async () => {
  server = await serveHistories(
    [...healthy, ...failing, ...stopping].map(({ scenario }) => scenario),
  );
});

afterAll(() => server?.stop());

describe.concurrent('a healthy fleet, whatever restarts and scrapes do, is never mailed about:', () => {
  test.for(healthy)('$scenario.name', async ({ scenario }, { expect }) => {
    const fired = await judgeByJobwatch(scenario, server.url);
    expect(scoreFired(scenario, fired)).toMatchObject(clean);
  });
});

describe.concurrent('jobs of which every run fails are always report, failing and critical:', () => {
  test.for(failing)('$scenario.name', async (fleet, { expect }) => {
    const must = fleet.jobs.flatMap(job => failureDemands(job, minuteOfFate(fleet)));
    const fired = await judgeByJobwatch(fleet.scenario, server.url);
    const late = fleet.jobs.map(
      ({ name }) => ({ alert: 'BackgroundJobNotRunning', job: name }) as const,
    );
    expect(scoreFired({ ...fleet.scenario, must, may: late }, fired)).toMatchObject(clean);
  });
});

describe.concurrent('jobs that stop are always report as not running:', () => {
  test.for(stopping)('$scenario.name', async (fleet, { expect }) => {
    const must = fleet.jobs.map(job => staleDemand(job, minuteOfFate(fleet)));
    const fired = await judgeByJobwatch(fleet.scenario, server.url);
    expect(scoreFired({ ...fleet.scenario, must }, fired)).toMatchObject(clean);
  });
});

function minuteOfFate({ fate }: RandomFleet): number {
  return fate.kind === 'healthy' ? 0 : fate.minute;
}

/** So many failures in a row are evidence; the hold time begins with the first. */
function failureDemands(
  { name, everyMinutes, jitterMinutes }: RandomJob,
  minute: number,
): Demand[] {
  const { warning, critical } = findStreaks(everyMinutes * 60);
  const by = (runs: number) => minute + runs * everyMinutes + jitterMinutes + longestRun;
  const demand = (alert: Demand['alert'], fires: Minutes): Demand => {
    return { alert, job: name, fires, clears: 'never', atMost: 1 };
  };
  return [
    demand('BackgroundJobFailing', [minute + 4, by(warning) + 4 + slack]),
    demand('BackgroundJobCriticalFailureRate', [minute + 4, by(critical + 1) + 4 + slack]),
  ];
}

/** Two hours, and the ten minutes that it is findStretches, after a last success that may be an interval old. */
function staleDemand({ name, everyMinutes, jitterMinutes }: RandomJob, minute: number): Demand {
  const limit = Math.max(120, 1.5 * everyMinutes);
  const earliest = minute - everyMinutes - jitterMinutes - longestRun;
  const fires: Minutes = [earliest + limit + 9, minute + longestRun + limit + 9 + slack];
  return { alert: 'BackgroundJobNotRunning', job: name, fires, clears: 'never' };
}
