import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueTimes } from '../../lib/schedule/due.ts';
import { at } from '../corpus/clock.ts';
import { backtest, type Fired, type HistoryServer, startHistory, summarize } from './backtest.ts';
import { createExposition, listEnds, type Run } from './exposition.ts';

/** From Tuesday 2026-04-07 00:00 UTC to Thursday of the second week after it. */
const hours = 16 * 24;
const sunday = 5 * 24;
const target = { job: 'app', instance: 'app:9090' };

type Scheduled = Readonly<{ crons: readonly string[]; timezone: string; except?: string[] }>;
type Outcome = (due: number, index: number) => string | undefined;

const weekday: Scheduled = { crons: ['30 6 * * 1-5'], timezone: 'Europe/Berlin' };
const office: Scheduled = { crons: ['*/15 8-17 * * 1-5'], timezone: 'America/New_York' };
const weekly: Scheduled = { crons: ['0 3 * * 0'], timezone: 'UTC' };
const two: Scheduled = { crons: ['0 2 * * 0', '0 5 * * 1-6'], timezone: 'UTC' };
const holiday: Scheduled = { crons: ['0 4 * * *'], timezone: 'UTC', except: ['2026-04-14'] };
const nightly: Scheduled = { crons: ['0 4 * * *'], timezone: 'UTC' };

const after = (hour: number) => at(hour * 60);
const always: Outcome = () => 'success';
const until =
  (hour: number): Outcome =>
  due =>
    due < after(hour) ? 'success' : undefined;

type Planned = Readonly<{
  schedule: Scheduled;
  outcome: Outcome;
  /** How many seconds after its due time a run ends. */
  lateBy?: number;
  more?: object;
}>;

const wednesday = 8 * 24;
const planned: Readonly<Record<string, Planned>> = {
  weekday: { schedule: weekday, outcome: always },
  missedTwice: { schedule: weekday, outcome: until(wednesday) },
  office: { schedule: office, outcome: always },
  officeStopped: { schedule: office, outcome: until(wednesday + 16) },
  officeFlaky: {
    schedule: office,
    outcome: (due, index) => (due > after(6 * 24) && index % 2 === 0 ? 'failed' : 'success'),
    more: { staleness: false },
  },
  weekly: { schedule: weekly, outcome: always },
  weeklyFailed: {
    schedule: weekly,
    outcome: due => (due > after(sunday + 24) ? 'failed' : 'success'),
  },
  nightlyFailed: {
    schedule: nightly,
    outcome: due => (due > after(216) && due < after(222) ? 'failed' : 'success'),
  },
  two: { schedule: two, outcome: always },
  twoMissed: { schedule: two, outcome: until(15 * 24) },
  holiday: { schedule: holiday, outcome: always },
  early: { schedule: nightly, outcome: always, lateBy: -60 },
  skipping: { schedule: nightly, outcome: (_, index) => (index < 3 ? 'success' : 'skipped') },
  longRun: {
    schedule: nightly,
    outcome: always,
    lateBy: 26 * 3600,
    more: { grace: { warning: '27h', critical: '60h' } },
  },
};

function listRuns({ schedule, outcome, lateBy = 40 }: Planned): Run[] {
  const due = dueTimes({ except: [], ...schedule }, at(0), after(hours));
  return due.flatMap((start, index) => {
    const end = start + lateBy;
    const result = outcome(start, index);
    return result === undefined ? [] : [{ start, end, outcome: result }];
  });
}

let server: HistoryServer;
let fired: Fired[];
beforeAll(async () => {
  const exposition = createExposition('schedules', hours, { everySeconds: 240 });
  exposition.gauge('up', target, () => 1);
  for (const [name, plan] of Object.entries(planned)) {
    const own = { ...target, job_name: name };
    const runs = listRuns(plan);
    for (const status of ['success', 'failed', 'skipped']) {
      exposition.counter('job_execution_total', { ...own, status }, listEnds(runs, status), 'zero');
    }
    exposition.stamp('job_last_success_timestamp_seconds', own, listEnds(runs, 'success'));
  }
  server = await startHistory([exposition]);
  const jobs = Object.entries(planned).map(([name, { schedule, more }]) => {
    const { crons, ...rest } = schedule;
    return [name, { schedule: crons, ...rest, ...more }];
  });
  fired = await backtest(server, {
    name: 'schedules',
    jobs: Object.fromEntries(jobs),
    span: [7 * 24 * 60, hours * 60],
  });
}, 60_000);
afterAll(() => server.stop());

const firedFor = (name: string) => summarize(fired.filter(({ job }) => job === name));
const findFirst = (name: string, alert: string) =>
  fired.find(one => one.job === name && one.alert === alert)?.from;

describe('a job with a schedule', () => {
  it.each(['weekday', 'office', 'weekly', 'two', 'holiday', 'early', 'skipping', 'longRun'])(
    'is never late while it follows the schedule: %s',
    name => {
      expect(firedFor(name)).toEqual([]);
    },
  );

  it('is late once if it misses one run and then the next one', () => {
    const expected = ['missedTwice CriticallyStale', 'missedTwice NotRunning'];
    expect(firedFor('missedTwice')).toEqual(expected);
    expect(findFirst('missedTwice', 'NotRunning')).toBeCloseTo(wednesday + 4.5 + 2.2, 0);
  });

  it('is late two hours after the first missed due time in office hours', () => {
    const expected = ['officeStopped CriticallyStale', 'officeStopped NotRunning'];
    expect(firedFor('officeStopped')).toEqual(expected);
    expect(findFirst('officeStopped', 'NotRunning')).toBeCloseTo(wednesday + 18.2, 0);
  });

  it('fails in one incident that continues through the nights, when nothing is due', () => {
    expect(firedFor('officeFlaky')).toEqual(['officeFlaky Failing']);
  });

  it('fails at once after a failed weekly run, until the next one succeeds', () => {
    const alerts = ['CriticallyStale', 'Failing', 'NotRunning'];
    expect(firedFor('weeklyFailed')).toEqual(alerts.map(alert => `weeklyFailed ${alert}`));
    expect(findFirst('weeklyFailed', 'Failing')).toBeCloseTo(12 * 24 + 3.2, 0);
  });

  it('is reported for each missed run of a list of crons', () => {
    expect(firedFor('twoMissed')).toEqual(['twoMissed NotRunning']);
    expect(findFirst('twoMissed', 'NotRunning')).toBeCloseTo(15 * 24 + 7.2, 0);
  });

  it('recovers from a failed night after successful nights', () => {
    const expected = ['nightlyFailed Failing over', 'nightlyFailed NotRunning over'];
    expect(firedFor('nightlyFailed')).toEqual(expected);
  });
});
