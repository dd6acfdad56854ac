import { describe, expect, it } from 'vitest';
import {
  addSeries,
  addTarget,
  createStore,
  rememberSuccess,
  type Store,
  touchJob,
} from '../../lib/history/store.ts';
import { inMinutes, readSeries, showRuns } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

const job = { seriesName: 'a', intervalSeconds: 300 };
const read = () =>
  readSeries([
    makeUp('1x60'),
    makeUp('1x9', 'up{instance="gone:1"}'),
    makeSeries('job_execution_total{job_name="a",status="success"}', '1x9 2x9 3x40'),
    makeSeries('job_execution_total{job_name="old",status="success"}', '1x9'),
  ]);

describe('a history that forgets', () => {
  it('keeps what ended later than the time that must stay known', () => {
    const history = read();
    history.trim(() => minute(15), [job]);
    expect(showRuns(history.findFacts(job))).toEqual(['10: 1/0', '20: 1/0']);
    history.trim(() => minute(25), [job]);
    expect(showRuns(history.findFacts(job)).at(-1)).toBe('20: 1/0');
  });

  it('keeps what was last seen at that time', () => {
    const { store, trim } = read();
    trim(() => minute(9), []);
    expect([...store.jobs.keys()]).toEqual(['a', 'old']);
    expect(store.targets.size).toBe(2);
  });

  it('keeps no job, target or series that is gone', () => {
    const { store, trim } = read();
    trim(() => minute(30), [job]);
    expect([...store.jobs.keys()]).toEqual(['a']);
    expect([...store.targets.keys()]).toEqual(['["app","app:1"]']);
  });

  it('forgets what a target answered long ago, and keeps the last of it', () => {
    const { store, trim } = readSeries([
      makeUp('1x9 0x9 1x9 0x9 1x20'),
      makeSeries('job_execution_total{job_name="a",status="success"}', '1x60'),
    ]);
    trim(() => minute(35), []);
    const [target] = store.targets.values();
    const [segments] = target?.copies.values() ?? [];
    expect(segments?.starts).toEqual([10, 20, 30, 40].map(minute));
  });

  it('keeps the newest success that it forgets, but not one that it still has', () => {
    const history = readSeries([
      makeUp('1x60'),
      makeSeries('job_execution_total{job_name="a",status="success"}', '1x9 2x9 3x9 4x9 5x20'),
    ]);
    const successes = () =>
      history.findFacts(job).successes.map(({ at, time }) => [inMinutes(at), inMinutes(time)]);
    history.trim(() => minute(35), [job]);
    expect(successes()).toEqual([
      [30, 30],
      [40, 40],
    ]);
    history.trim(() => minute(40), [job]);
    expect(successes()).toEqual([[40, 40]]);
    history.trim(() => minute(35), [job]);
    expect(successes()).toEqual([[40, 40]]);
  });

  it('keeps a job of which only a success is known', () => {
    const history = readSeries([
      makeUp('1x99'),
      makeSeries('job_execution_total{job_name="a",status="success"}', '1x9 2x9'),
    ]);
    const version = history.store.jobsVersion;
    history.trim(() => minute(60), [job]);
    expect(history.findFacts(job)).toMatchObject({
      successes: [{ at: minute(10), time: minute(10) }],
      runs: [],
      seen: undefined,
    });
    expect(history.store.jobsVersion).toBe(version);
  });

  it('records that a job is gone, and forgets nothing while no job is known', () => {
    const history = read();
    const { jobsVersion } = history.store;
    history.trim(() => minute(30), [job]);
    expect(history.store.jobsVersion).toBe(jobsVersion + 1);
    const empty = readSeries([makeUp('1x9')]);
    empty.trim(() => minute(60), []);
    expect(empty.store.targets.size).toBe(1);
  });

  it('has no success of a job that it does not know', () => {
    const history = read();
    history.trim(() => minute(60), [{ seriesName: 'never', intervalSeconds: 300 }]);
    expect(history.store.jobs.has('never')).toBe(false);
  });

  it('keeps each job for as long as that job needs', () => {
    const { store, trim } = read();
    trim(name => (name === 'old' ? minute(0) : minute(30)), []);
    expect([...store.jobs.keys()]).toEqual(['a', 'old']);
  });
});

it('the newest success is remembered, and no older one', () => {
  const stored = touchJob(createStore(), 'a');
  const remember = (time: number) => {
    rememberSuccess(stored, { at: time, time });
    return [stored.forgotten?.time, stored.version];
  };
  expect([20, 10, 20, 30].map(remember)).toEqual([
    [20, 1],
    [20, 1],
    [20, 1],
    [30, 2],
  ]);
});

describe('the facts of a job', () => {
  it('are the same lists until one of its series changes', () => {
    const history = read();
    const first = history.findFacts(job);
    expect(history.findFacts(job)).toBe(first);
    history.trim(() => minute(25), [job]);
    expect(history.findFacts(job).runs).not.toBe(first.runs);
  });

  it('are derived again once something of a series is forgotten, and not before', () => {
    const history = readSeries([
      makeUp('1x60'),
      makeSeries('job_execution_total{job_name="a",status="success"}', '1x9 2x9 3x9 4x30'),
    ]);
    const first = history.findFacts(job);
    history.trim(() => minute(25), []);
    expect(history.findFacts(job)).toBe(first);
    history.trim(() => minute(35), []);
    expect(history.findFacts(job).runs).not.toBe(first.runs);
    expect(showRuns(history.findFacts(job)).slice(-2)).toEqual(['20: 1/0', '30: 1/0']);
  });

  it('have the same runs, and a longer watched time, once their target has answered again', () => {
    const history = read();
    const first = history.findFacts(job);
    const key = '["app","app:1"]';
    const target = { key, scrapeJob: 'app', instance: 'app:1', copy: '[]', labels: [] };
    addTarget(history.store, target, { times: [minute(61)], values: [1] });
    const facts = history.findFacts(job);
    expect(facts.runs).toBe(first.runs);
    expect(facts.watched).toEqual([{ from: minute(0), to: minute(62) }]);
  });

  it('are derived again once a sample changes a series', () => {
    const history = read();
    const [entry] = history.store.jobs.get('a')?.series ?? [];
    if (entry === undefined) throw new Error('there is no series');
    const [key, { identity }] = entry;
    const add = (time: number, value: number) =>
      addSeries(
        history.store,
        { job: 'a', key, identify: () => identity },
        { times: [time], values: [value] },
      );
    const first = history.findFacts(job);
    add(minute(61), 3);
    expect(history.findFacts(job).runs).toBe(first.runs);
    add(minute(62), 4);
    expect(showRuns(history.findFacts(job)).at(-1)).toBe('62: 1/0');
    expect(history.store.newest).toBe(minute(62));
  });

  it('are those of all its series, from the first to the last', () => {
    const history = readSeries([
      makeSeries('job_execution_total{job_name="a",status="success"}', '_x5 1x20'),
      makeSeries('job_execution_total{job_name="a",status="failed"}', '_x2 1x10'),
      makeSeries('job_queue_size{job_name="a"}', '_x9 1x30'),
    ]);
    expect(history.findFacts(job).seen).toEqual({ from: minute(2), to: minute(39) });
  });

  it('are those of a single sample if there is only one', () => {
    const history = readSeries([makeSeries('job_queue_size{job_name="a"}', '_x5 1')]);
    expect(history.findFacts(job).seen).toEqual({ from: minute(5), to: minute(5) });
  });

  it('are in the hours that were requested last', () => {
    const history = read();
    const range = { from: minute(0), to: minute(60) };
    const ask = (ran: number) => {
      history.hours.set('a', { range, hours: { from: minute(0), ran: [minute(ran)] } });
      return history.findFacts(job).hours?.ran;
    };
    expect([ask(0), ask(60)]).toEqual([[minute(0)], [minute(60)]]);
  });

  it('include the source’s oldest and newest sample', () => {
    expect(read().store).toMatchObject({ oldest: minute(0), newest: minute(60) });
    expect(readSeries([]).store.newest).toBe(Number.NEGATIVE_INFINITY);
    const times = ({ oldest, newest }: Store) => [oldest, newest].map(inMinutes);
    expect(times(readSeries([makeUp('_x3 1x5')]).store)).toEqual([3, 8]);
    const queue = makeSeries('job_queue_size{job_name="a"}', '_x4 1x5');
    expect(times(readSeries([queue]).store)).toEqual([4, 9]);
  });
});
