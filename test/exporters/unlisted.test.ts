import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueTimes } from '../../lib/schedule/due.ts';
import { at } from '../corpus/clock.ts';
import { backtest, type Fired, type HistoryServer, startHistory, summarize } from './backtest.ts';
import { createExposition, listEnds } from './exposition.ts';
import { planRuns } from './five-jobs.ts';

/** From Tuesday 2026-04-07 00:00 UTC to Tuesday three weeks later, 20:00. */
const hours = 21 * 24 + 20;
const tuesday = 21 * 24;
const thursday = 16 * 24;
const target = { job: 'app', instance: 'app:9090' };

type Rhythm = Readonly<{ crons: readonly string[]; timezone?: string; stops?: number }>;

const office = ['*/15 8-17 * * 1-5'];
const rhythms: Readonly<Record<string, Rhythm>> = {
  office: { crons: office },
  officeStopped: { crons: office, stops: tuesday + 10 },
  nights: { crons: ['0 1-4 * * *'], timezone: 'Europe/Berlin' },
  weekdays: { crons: ['0 2 * * 1-5'] },
  weekdaysStopped: { crons: ['0 2 * * 1-5'], stops: thursday },
  daily: { crons: ['0 2 * * *'] },
  dailyStopped: { crons: ['0 2 * * *'], stops: thursday },
  twice: { crons: ['10 6,21 * * 0,3'] },
};

let server: HistoryServer;
let fired: Fired[];
beforeAll(async () => {
  const exposition = createExposition('unlisted', hours, { everySeconds: 240 });
  exposition.gauge('up', target, () => 1);
  const write = (name: string, ends: readonly number[]) =>
    exposition.counter(
      'job_execution_total',
      { ...target, job_name: name, status: 'success' },
      ends,
      'zero',
    );
  write('listed', listEnds(planRuns(hours)));
  for (const [name, { crons, timezone = 'UTC', stops = hours }] of Object.entries(rhythms)) {
    const until = at(stops * 60) - 1;
    const due = dueTimes({ crons, timezone, except: [] }, at(0), until);
    write(
      name,
      due.map(time => time + 20),
    );
  }
  server = await startHistory([exposition]);
  fired = await backtest(server, {
    name: 'unlisted',
    sources: { own: { preset: 'jobs', lastSuccess: false, duration: false } },
    jobs: { listed: { interval: '15m' } },
    span: [(tuesday - 5 * 24) * 60, hours * 60],
  });
}, 60_000);
afterAll(() => server.stop());

const findFirst = (name: string, alert: string) =>
  fired.find(one => one.job === name && one.alert === alert)?.from;

describe('of unlisted jobs,', () => {
  it('those that stopped are late, and none is late in its nights and weekends', () => {
    expect(summarize(fired)).toEqual([
      'dailyStopped CriticallyStale',
      'dailyStopped NotRunning',
      'officeStopped NotRunning',
      'weekdaysStopped CriticallyStale',
      'weekdaysStopped NotRunning',
    ]);
  });

  it('one that stops in its office hours is late the same day', () => {
    expect(findFirst('officeStopped', 'NotRunning')).toBeGreaterThan(tuesday + 12);
    expect(findFirst('officeStopped', 'NotRunning')).toBeLessThan(tuesday + 14);
  });

  it('one that runs at night is late two hours after the run that it misses', () => {
    expect(findFirst('weekdaysStopped', 'NotRunning')).toBeGreaterThan(thursday + 4);
    expect(findFirst('weekdaysStopped', 'NotRunning')).toBeLessThan(thursday + 4.6);
  });
});
