import { describe, expect, it } from 'vitest';
import { addObjectFact } from '../../lib/history/objects.ts';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import { inMinutes, makeSource, readSeries, showRuns } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

const source = makeSource('{ preset: kubernetes-cronjobs }');
const labels = (job: string) => `namespace="ops",job_name="${job}"`;
const fact = (name: string, values: string, job = 'backup-1') =>
  makeSeries(`kube_job_${name}{${labels(job)}}`, values);
const owner = (values: string, job = 'backup-1') =>
  makeSeries(
    `kube_job_owner{${labels(job)},owner_kind="CronJob",owner_name="backup",owner_is_controller="true"}`,
    values,
  );
const complete = (values: string, job = 'backup-1') =>
  makeSeries(`kube_job_complete{${labels(job)},condition="true"}`, values);
const failed = (values: string, job = 'backup-1') =>
  makeSeries(`kube_job_failed{${labels(job)},condition="true"}`, values);

const read = (...series: readonly RawSeries[]) =>
  readSeries([makeUp('1x200'), ...series], source).findFacts({
    seriesName: 'ops/backup',
    intervalSeconds: 3600,
  });

describe('a run that is its own object', () => {
  it('has succeeded once it is complete, and its timestamps show how long it took', () => {
    const facts = read(
      owner('_x10 1x30'),
      fact('status_start_time', `_x10 ${minute(10)}x30`),
      fact('status_active', '_x10 1x4 0x25'),
      fact('status_completion_time', `_x15 ${minute(14) + 30}x25`),
      complete('_x15 1x25'),
    );
    expect(showRuns(facts)).toEqual(['15: 1/0']);
    expect(facts.durations).toEqual([{ at: minute(15), low: 270, high: 270, count: 1 }]);
    expect(facts.successes).toEqual([{ at: minute(15), time: minute(15) }]);
  });

  it('has failed once it has finally failed', () => {
    const facts = read(
      owner('_x10 1x30'),
      fact('status_start_time', `_x10 ${minute(10)}x30`),
      fact('status_active', '_x10 1x4 0x25'),
      failed('_x20 1x20'),
    );
    expect(showRuns(facts)).toEqual(['20: 0/1']);
    expect(facts.successes).toEqual([]);
  });

  it('has not ended while it is active, whatever attempts have failed', () => {
    const facts = read(
      owner('_x10 1x30'),
      fact('status_active', '_x10 1x30'),
      fact('status_failed', '_x10 0x4 2x25'),
    );
    expect(facts.runs).toEqual([]);
  });

  it('has failed if its attempts have failed and none was active for a scrape', () => {
    const attempts = (active: string) =>
      read(
        owner('_x10 1x30'),
        fact('status_start_time', `_x10 ${minute(10)}x30`),
        fact('status_active', active),
        fact('status_failed', '_x10 0x4 1x25'),
      );
    expect(showRuns(attempts('_x10 1x4 0x25'))).toEqual(['15: 0/1']);
    expect(showRuns(attempts('_x10 1x9 0x20'))).toEqual(['20: 0/1']);
    expect(showRuns(attempts('_x10 1x4 0 1x4 0x19'))).toEqual(['21: 0/1']);
    expect(showRuns(attempts('_x10 1x4 0x1 1x23'))).toEqual(['15: 0/1']);
    expect(showRuns(attempts('_x10 1x4 0 1x24'))).toEqual([]);
    expect(showRuns(attempts('_x10 1x4 _x9 1x9'))).toEqual([]);
  });

  it('has not failed if nothing shows whether an attempt is active', () => {
    expect(read(owner('_x10 1x30'), fact('status_failed', '_x10 1x30')).runs).toEqual([]);
    expect(read(owner('_x10 1x30'), fact('status_active', '_x10 0x30')).runs).toEqual([]);
  });

  it('is another run if its object is created again under its name', () => {
    const facts = read(
      owner('_x10 1x50'),
      fact('status_start_time', `_x10 ${minute(10)}x9 _x5 ${minute(25)}x9 _x5 ${minute(25)}x9`),
      fact('status_completion_time', `_x12 ${minute(12)}x7 _x10 ${minute(30)}x9`),
      complete('_x12 1x7 _x10 1x9'),
    );
    expect(showRuns(facts)).toEqual(['12: 1/0', '30: 1/0']);
    expect(facts.durations.map(({ low }) => low)).toEqual([120, 300]);
  });

  it('is one run while its start is the same, even after it was away', () => {
    const start = fact('status_start_time', `_x10 ${minute(10)}x9 _x5 ${minute(10)}x20`);
    expect(showRuns(read(owner('_x10 1x40'), start, complete('_x12 1x40')))).toEqual(['12: 1/0']);
  });

  it('does not end with the next run of an object that is created again under its name', () => {
    const again = fact('status_start_time', `_x10 ${minute(10)}x9 ${minute(20)}x20`);
    const facts = (completed: string) =>
      showRuns(read(owner('_x10 1x50'), again, complete(completed)));
    expect(facts('_x20 1x20')).toEqual(['20: 1/0']);
    expect(facts('_x25 1x15')).toEqual(['25: 1/0']);
  });

  it('has ended if its first scrape shows its end', () => {
    const again = fact('status_start_time', `_x10 ${minute(10)}x9 ${minute(20)}x20`);
    expect(showRuns(read(owner('_x10 1x50'), again, complete('_x15 1x5')))).toEqual([
      '15: 1/0',
      '20: 1/0',
    ]);
  });

  it('has ended once its gauge is above 0, and not as soon as the gauge exists', () => {
    expect(showRuns(read(owner('_x10 1x30'), complete('_x10 0x4 1x20')))).toEqual(['15: 1/0']);
  });

  it('is updated once a series shows more about it', () => {
    const history = readSeries([owner('1x30')], source);
    const job = { seriesName: 'ops/backup', intervalSeconds: 3600 };
    expect(history.findFacts(job).runs).toEqual([]);
    const key = '["ops","backup-1"]';
    const samples = { times: [minute(20), minute(21)], values: [1, 1] };
    addObjectFact(history.store, { key, fact: 'succeeded', job: undefined }, samples);
    expect(showRuns(history.findFacts(job))).toEqual(['20: 1/0']);
    expect([...history.store.jobs.keys()]).toEqual(['ops/backup']);
  });

  it('stays the same while no series shows anything new about it', () => {
    const history = readSeries([owner('1x30'), complete('_x15 1x15')], source);
    const job = { seriesName: 'ops/backup', intervalSeconds: 3600 };
    const { runs } = history.findFacts(job);
    const key = '["ops","backup-1"]';
    const samples = { times: [minute(31)], values: [1] };
    addObjectFact(history.store, { key, fact: 'owner', job: undefined }, samples);
    expect(history.findFacts(job).runs).toBe(runs);
  });

  it('has an unknown duration if its start or its end is unknown', () => {
    expect(read(owner('_x10 1x30'), complete('_x15 1x25')).durations).toEqual([]);
    const start = fact('status_start_time', `_x10 ${minute(10)}x30`);
    expect(read(owner('_x10 1x30'), start, complete('_x15 1x25')).durations).toEqual([]);
    const end = fact('status_completion_time', `_x15 ${minute(14)}x25`);
    expect(read(owner('_x10 1x30'), end, complete('_x15 1x25')).durations).toEqual([]);
  });

  it('is placed by when it ended, and not by when it was first seen', () => {
    const run = (name: string, from: number, to: number) => [
      owner(`_x${from} 1x40`, name),
      fact('status_start_time', `_x${from} ${minute(from)}x40`, name),
      fact('status_completion_time', `_x${to} ${minute(to)}x40`, name),
      complete(`_x${to} 1x40`, name),
    ];
    const facts = read(...run('a', 10, 30), ...run('b', 12, 20), ...run('c', 13, 25));
    expect(showRuns(facts)).toEqual(['20: 1/0', '25: 1/0', '30: 1/0']);
    expect(facts.durations.map(({ at }) => inMinutes(at))).toEqual([20, 25, 30]);
    expect(facts.successes.map(({ at }) => inMinutes(at))).toEqual([20, 25, 30]);
  });

  it('has failed beside a run that succeeded and another that failed', () => {
    const jobs = ['a', 'b', 'c'];
    const series = [
      ...jobs.map(job => owner('_x10 1x30', job)),
      complete('_x15 1x25', 'a'),
      failed('_x15 1x25', 'b'),
      failed('_x15 1x25', 'c'),
    ];
    expect(showRuns(read(...series))).toEqual(['15: 1/2']);
  });

  it('is seen and watched while any series shows it', () => {
    const facts = readSeries(
      [fact('status_active', '_x5 1x9'), owner('_x10 1x30')],
      source,
    ).findFacts({ seriesName: 'ops/backup', intervalSeconds: 3600 });
    expect(facts.seen).toEqual({ from: minute(5), to: minute(40) });
    expect(facts.watched).toEqual([{ from: minute(5), to: minute(41) }]);
  });

  it('is known until the newest sample of any of its series', () => {
    const { store } = readSeries([owner('_x10 1x30'), complete('_x15 1x28')], source);
    expect([store.oldest, store.newest].map(inMinutes)).toEqual([10, 43]);
  });

  it('counts once if it has already ended when the history begins, at the time that it shows', () => {
    const facts = read(
      owner('1x30'),
      fact('status_start_time', `${minute(-60)}x30`),
      fact('status_completion_time', `${minute(-50)}x30`),
      complete('1x30'),
    );
    expect(facts.runs.map(({ at }) => inMinutes(at))).toEqual([-50]);
  });

  it('counts if its end is seen two minutes or more after the beginning of the history', () => {
    const ended = (after: number) =>
      read(
        owner('1x30'),
        fact('status_start_time', `${minute(-60)}x30`),
        fact('status_completion_time', `_x${after} ${minute(-50)}x30`),
        complete(`_x${after} 1x30`),
      ).runs.map(({ at }) => inMinutes(at));
    expect([1, 2].flatMap(ended)).toEqual([-50, 2]);
  });

  it('is one of several in a minute', () => {
    const jobs = ['backup-1', 'backup-2'];
    const facts = read(
      ...jobs.flatMap(job => [owner('_x10 1x30', job), complete('_x15 1x25', job)]),
    );
    expect(showRuns(facts)).toEqual(['15: 2/0']);
  });

  it('is another job’s run if that job owns it', () => {
    const other = makeSeries(
      `kube_job_owner{${labels('x-1')},owner_kind="CronJob",owner_name="x",owner_is_controller="true"}`,
      '_x10 1x30',
    );
    expect(read(other, complete('_x15 1x25', 'x-1')).runs).toEqual([]);
  });
});

describe('a history that forgets', () => {
  const job = { seriesName: 'ops/backup', intervalSeconds: 3600 };
  const history = () =>
    readSeries(
      [makeUp('1x200'), owner('_x10 1x30'), complete('_x15 1x25'), owner('_x100 1x30', 'b')],
      source,
    );

  it('keeps a run as long as one of its series is in the history', () => {
    const kept = history();
    kept.trim(() => minute(40), [job]);
    expect(showRuns(kept.findFacts(job))).toEqual(['15: 1/0']);
    kept.trim(() => minute(41), [job]);
    expect(kept.findFacts(job).runs).toEqual([]);
    expect([...kept.store.objects.keys()]).toEqual(['["ops","b"]']);
  });

  it('keeps the newest success of a job whose runs are all gone', () => {
    const kept = history();
    kept.trim(() => minute(150), [job]);
    expect(kept.store.objects.size).toBe(0);
    expect(kept.findFacts(job).successes).toEqual([{ at: minute(15), time: minute(15) }]);
  });

  it('keeps a run while one of its series lasts, and a job while one of its runs does', () => {
    const kept = readSeries([makeUp('1x200'), owner('1x30'), fact('status_active', '1x9')], source);
    kept.trim(() => minute(20), []);
    expect([...kept.store.objects.keys()]).toEqual(['["ops","backup-1"]']);
    expect([...kept.store.jobs.keys()]).toEqual(['ops/backup']);
  });

  it('keeps no job without a known success', () => {
    const kept = readSeries([makeUp('1x200'), owner('1x9')], source);
    kept.trim(() => minute(150), []);
    expect([...kept.store.jobs.keys()]).toEqual([]);
  });
});

describe('a job that is suspended', () => {
  it('is suspended while its gauge is above 0', () => {
    const suspend = makeSeries(
      'kube_cronjob_spec_suspend{namespace="ops",cronjob="backup"}',
      '0x9 1x9 0x9',
    );
    expect(read(suspend).suspended).toEqual([{ from: minute(10), to: minute(19) + 90 }]);
  });
});

it('objects of the same name in two clusters are different runs if a job is named by its cluster', () => {
  const clusters = makeSource(
    '{ preset: kubernetes-cronjobs, job: [cluster, namespace, cronjob] }',
  );
  const inCluster = (cluster: string, result: string) => {
    const own = `cluster="${cluster}",namespace="ops",job_name="backup-1"`;
    return [
      makeSeries(`kube_job_owner{${own},owner_kind="CronJob",owner_name="backup"}`, '_x10 1x30'),
      makeSeries(`kube_job_status_start_time{${own}}`, `_x10 ${minute(10)}x30`),
      makeSeries(`kube_job_${result}{${own},condition="true"}`, '_x15 1x25'),
    ];
  };
  const series = [...inCluster('eu', 'complete'), ...inCluster('us', 'failed')];
  const history = readSeries([makeUp('1x200'), ...series], clusters);
  const show = (seriesName: string) =>
    showRuns(history.findFacts({ seriesName, intervalSeconds: 3600 }));
  expect(show('eu/ops/backup')).toEqual(['15: 1/0']);
  expect(show('us/ops/backup')).toEqual(['15: 0/1']);
});
