import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { findStreaks } from '../../lib/checks/evidence.ts';
import { type HistoryServer, serveHistories } from './history.ts';
import { judgeByJobwatch } from './jobwatch.ts';
import { scoreFired } from './judge.ts';
import { longestRun, type RandomFleet, type RandomJob, randomFleets } from './random-fleets.ts';
import type { Demand, Minutes } from './scenario.ts';

/** A fixed seed, so that a failing test fails again. */
const seed = 20_260_407;

const healthy = randomFleets('healthy', 40, seed);
const failing = randomFleets('fails', 16, seed + 1);
const stopping = randomFleets('stops', 16, seed + 2);

/** Minutes by which an alarm may be late because of missed scrapes and the grid of slow jobs. */
const slack = 9;

const clean = { missed: [], wrong: [], flaps: [] };

// Five replays run at once, possibly on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let server: HistoryServer;

beforeAll(async () => {
  server = await serveHistories(
    [...healthy, ...failing, ...stopping].map(({ scenario }) => scenario),
  );
});

afterAll(() => server?.stop());

describe.concurrent('restarts and missed scrapes raise no alarm in a healthy fleet:', () => {
  test.for(healthy)('$scenario.name', async ({ scenario }, { expect }) => {
    const fired = await judgeByJobwatch(scenario, server.url);
    expect(scoreFired(scenario, fired)).toMatchObject(clean);
  });
});

describe.concurrent('jobs of which every run fails raise both failure alarms in time:', () => {
  test.for(failing)('$scenario.name', async (fleet, { expect }) => {
    const must = fleet.jobs.flatMap(job => failureDemands(job, minuteOfFate(fleet)));
    const fired = await judgeByJobwatch(fleet.scenario, server.url);
    const late = fleet.jobs.map(
      ({ name }) => ({ alert: 'BackgroundJobNotRunning', job: name }) as const,
    );
    expect(scoreFired({ ...fleet.scenario, must, may: late }, fired)).toMatchObject(clean);
  });
});

describe.concurrent('jobs that stop raise the alarm "not running" in time:', () => {
  test.for(stopping)('$scenario.name', async (fleet, { expect }) => {
    const must = fleet.jobs.map(job => staleDemand(job, minuteOfFate(fleet)));
    const fired = await judgeByJobwatch(fleet.scenario, server.url);
    expect(scoreFired({ ...fleet.scenario, must }, fired)).toMatchObject(clean);
  });
});

function minuteOfFate({ fate }: RandomFleet): number {
  return fate.kind === 'healthy' ? 0 : fate.minute;
}

/** A streak of this many failures is evidence. The hold time begins with the first. */
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

/** The limit and the hold time, counted from a last success that may be an interval old. */
function staleDemand({ name, everyMinutes, jitterMinutes }: RandomJob, minute: number): Demand {
  const limit = Math.max(120, 1.5 * everyMinutes);
  const earliest = minute - everyMinutes - jitterMinutes - longestRun;
  const fires: Minutes = [earliest + limit + 9, minute + longestRun + limit + 9 + slack];
  return { alert: 'BackgroundJobNotRunning', job: name, fires, clears: 'never' };
}
