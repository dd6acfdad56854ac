import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../corpus/clock.ts';
import { backtest, type HistoryServer, startHistory, summarize } from './backtest.ts';
import { createExposition, type Exposition, type Labels, listEnds } from './exposition.ts';
import { breakMinute, everySecond, failsFrom, fiveHours, planRuns } from './five-jobs.ts';

const target = { job: 'app', instance: 'app:9090' };
const failing = planRuns(fiveHours, { outcome: failsFrom(breakMinute) });
const healthy = planRuns(fiveHours);
const stopped = planRuns(fiveHours, { untilMinute: breakMinute });
const listAll = (job: string) =>
  ['CriticalFailureRate', 'Failing', 'NotRunning'].map(a => `${job} ${a}`);

type Odd = Readonly<{
  name: string;
  title: string;
  write: (exposition: Exposition) => void;
  sources: object;
  jobs: object;
  /** Without `up`, as in federation. */
  isFederated?: true;
  fired: readonly string[];
}>;

const every15 = { interval: '15m' };
const plain = { own: { preset: 'jobs', lastSuccess: false, duration: false } };

const cases: readonly Odd[] = [
  {
    name: 'idle',
    title: 'uses the growth of a series that an exporter drops while idle',
    sources: plain,
    jobs: { a: { interval: '1h' } },
    write: ({ gauge }) => {
      const runs = planRuns(fiveHours, { everyMinutes: 60, outcome: everySecond });
      for (const status of ['success', 'failed']) {
        const ends = listEnds(runs, status);
        gauge('job_execution_total', { ...target, job_name: 'a', status }, time => {
          const count = ends.filter(end => end <= time).length;
          return time - (ends[count - 1] ?? 0) < 600 ? count : undefined;
        });
      }
    },
    fired: ['a Failing'],
  },
  {
    name: 'restarts',
    title: 'reports one incident over restarts that reset the counters',
    sources: plain,
    jobs: { a: every15 },
    write: ({ gauge }) => {
      const restarts = [0, 190, 220, 250].map(minute => at(minute));
      for (const status of ['success', 'failed']) {
        const ends = listEnds(failing, status);
        gauge('job_execution_total', { ...target, job_name: 'a', status }, time => {
          const since = restarts.findLast(restart => restart <= time) ?? 0;
          return ends.filter(end => end > since && end <= time).length || undefined;
        });
      }
    },
    fired: listAll('a'),
  },
  {
    name: 'federated',
    title: 'judges a federated job that has no `up`',
    sources: plain,
    isFederated: true,
    jobs: { bad: every15, good: every15 },
    write: exposition => {
      const write = (name: string, runs: typeof failing) =>
        writeStatus(exposition, { ...target, job_name: name }, runs);
      write('bad', failing);
      write('good', healthy);
    },
    fired: listAll('bad'),
  },
  {
    name: 'same',
    title: 'counts a run once if all replicas export the same',
    sources: { own: { ...plain.own, replicas: 'max' } },
    jobs: { a: every15 },
    write: exposition => {
      const runs = planRuns(fiveHours, { outcome: everySecond });
      for (const instance of ['a:1', 'b:1']) {
        const own = { ...target, instance, job_name: 'a' };
        writeStatus(exposition, own, runs);
      }
    },
    fired: ['a Failing'],
  },
  {
    name: 'ahead',
    title: 'accepts a growing timestamp from a time zone that is ahead as a success',
    sources: { own: { preset: 'jobs', runs: false, duration: false } },
    jobs: { good: every15, gone: every15 },
    write: ({ gauge }) => {
      for (const [name, runs] of Object.entries({ good: healthy, gone: stopped })) {
        const ends = listEnds(runs);
        gauge('job_last_success_timestamp_seconds', { ...target, job_name: name }, time => {
          const last = ends.findLast(end => end <= time);
          return last && last + 7200;
        });
      }
    },
    fired: ['gone NotRunning'],
  },
  {
    name: 'lengths',
    title: 'counts slow runs that all took the same time, by a gauge of the last duration',
    sources: { own: { ...plain.own, duration: { gauge: 'last_run_seconds' } } },
    jobs: { a: every15 },
    write: exposition => {
      writeStatus(exposition, { ...target, job_name: 'a' }, healthy);
      exposition.gauge('last_run_seconds', { ...target, job_name: 'a' }, time =>
        time > at(breakMinute) && time < at(breakMinute + 90) ? 700 : 20,
      );
    },
    fired: ['a CriticalDuration over', 'a HighDuration over'],
  },
  {
    name: 'hosts',
    title: 'distinguishes a timer that fails on one host from the same timer on another',
    sources: { own: { preset: 'systemd-timers' } },
    jobs: { 'b.timer': every15 },
    write: ({ gauge, stamp }) => {
      for (const [instance, runs] of Object.entries({ 'a:9100': healthy, 'b:9100': failing })) {
        const starts = runs.map(({ start }) => start);
        const own = { job: 'node', instance };
        stamp('node_systemd_timer_last_trigger_seconds', { ...own, name: 'b.timer' }, starts);
        const state = { ...own, name: 'b.service', state: 'failed' };
        gauge('node_systemd_unit_state', state, time =>
          runs.findLast(({ end }) => end <= time)?.outcome === 'failed' ? 1 : 0,
        );
      }
    },
    fired: ['b.timer Failing'],
  },
  {
    name: 'total',
    title: 'treats the rest of a total beyond the successes as failures',
    sources: {
      own: {
        job: 'job_name',
        runs: { success: { counter: 'done_total' }, total: { counter: 'ended_total' } },
      },
    },
    jobs: { bad: every15, good: every15 },
    write: ({ counter }) => {
      for (const [name, runs] of Object.entries({ bad: failing, good: healthy })) {
        counter('done_total', { ...target, job_name: name }, listEnds(runs, 'success'));
        counter('ended_total', { ...target, job_name: name }, listEnds(runs));
      }
    },
    fired: listAll('bad'),
  },
  {
    name: 'rest',
    title:
      'treats the rest of a total beyond the failures as successes, but no failure as a success',
    sources: {
      own: {
        job: 'job_name',
        runs: { total: { counter: 'ended_total' }, failed: { counter: 'broken_total' } },
      },
    },
    jobs: { bad: every15, good: every15 },
    write: ({ counter }) => {
      for (const [name, runs] of Object.entries({ bad: failing, good: healthy })) {
        counter('ended_total', { ...target, job_name: name }, listEnds(runs));
        counter('broken_total', { ...target, job_name: name }, listEnds(runs, 'failed'));
      }
    },
    fired: listAll('bad'),
  },
];

function writeStatus({ counter }: Exposition, labels: Labels, runs: typeof failing): void {
  for (const status of ['success', 'failed']) {
    counter('job_execution_total', { ...labels, status }, listEnds(runs, status), 'zero');
  }
}

let server: HistoryServer;
beforeAll(async () => {
  const expositions = cases.map(({ name, write, isFederated }) => {
    const exposition = createExposition(name, fiveHours);
    if (isFederated !== true) exposition.gauge('up', target, () => 1);
    write(exposition);
    return exposition;
  });
  server = await startHistory(expositions);
}, 60_000);
afterAll(() => server.stop());

describe('on unusual metrics, Jobwatch', () => {
  it.each(cases)('$title', async ({ name, sources, jobs, fired }) => {
    const found = await backtest(server, { name, sources, jobs, span: [0, fiveHours * 60] });
    expect(summarize(found)).toEqual(fired);
  });
});
