import { describe, expect, it } from 'vitest';
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

describe('a run that is an object of its own', () => {
  it('has succeeded once it is complete, and its stamps tell how long it took', () => {
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

  it('has failed once it has failed for good', () => {
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

  it('counts once when it is found ended as the history begins, at the time that it tells', () => {
    const facts = read(
      owner('1x30'),
      fact('status_start_time', `${minute(-60)}x30`),
      fact('status_completion_time', `${minute(-50)}x30`),
      complete('1x30'),
    );
    expect(facts.runs.map(({ at }) => inMinutes(at))).toEqual([-50]);
  });

  it('is one of several in a minute', () => {
    const jobs = ['backup-1', 'backup-2'];
    const facts = read(
      ...jobs.flatMap(job => [owner('_x10 1x30', job), complete('_x15 1x25', job)]),
    );
    expect(showRuns(facts)).toEqual(['15: 2/0']);
  });

  it('is another job’s run where another owns it', () => {
    const other = makeSeries(
      `kube_job_owner{${labels('x-1')},owner_kind="CronJob",owner_name="x",owner_is_controller="true"}`,
      '_x10 1x30',
    );
    expect(read(other, complete('_x15 1x25', 'x-1')).runs).toEqual([]);
  });
});

describe('a job that is suspended', () => {
  it('is so while its gauge is above 0', () => {
    const suspend = makeSeries(
      'kube_cronjob_spec_suspend{namespace="ops",cronjob="backup"}',
      '0x9 1x9 0x9',
    );
    expect(read(suspend).suspended).toEqual([{ from: minute(10), to: minute(19) + 90 }]);
  });
});
