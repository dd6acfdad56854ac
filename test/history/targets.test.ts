import { describe, expect, it } from 'vitest';
import { createTargetFinder } from '../../lib/history/targets.ts';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import { inMinutes, makeSource, readSeries } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

const runs = (values: string, labels = '') =>
  makeSeries(`job_execution_total{job_name="a",status="success"${labels}}`, values);
const second = ',instance="app:2"';
const upSecond = (values: string) => makeUp(values, 'up{instance="app:2"}');

/** The facts about the targets of the job `a` at a minute. */
function findTargets(series: readonly RawSeries[], at: number, source = makeSource()) {
  const { store } = readSeries(series, source);
  const job = store.jobs.get('a');
  if (job === undefined) throw new Error('there is no job');
  const { down, restartedAt } = createTargetFinder(store, minute(at))(job);
  return { down, restartedAt: restartedAt === undefined ? undefined : inMinutes(restartedAt) };
}

describe('a target is down', () => {
  const findDown = (at: number, ...ups: RawSeries[]) =>
    findTargets([...ups, runs('1x60')], at).down;

  it.each([
    ['if its last scrape had no answer', '1x9 0x20', 15, ['app:1']],
    ['from the first scrape that had none', '1x9 0x20', 10, ['app:1']],
    ['not while it answers', '1x60', 15, []],
    ['not before', '1x9 0x20', 9, []],
    ['not once it has answered again', '1x9 0x9 1x20', 20, []],
    ['until two scrapes after the last', '1x9 0x20', 32, ['app:1']],
    ['not if it has not been scraped for longer', '1x9 0x20', 33, []],
    ['not before it was ever scraped', '_x20 0x20', 15, []],
  ])('%s', (_, up, at, expected) => {
    expect(findDown(at, makeUp(up))).toEqual(expected);
  });

  it('if no replica of an HA pair that still scrapes reaches it', () => {
    const pair = (x: string, y: string) => [
      makeUp(x, 'up{replica="x"}'),
      makeUp(y, 'up{replica="y"}'),
    ];
    expect(findDown(20, ...pair('1x9 0x20', '1x9 0x20'))).toEqual(['app:1']);
    expect(findDown(20, ...pair('1x9 0x20', '1x30'))).toEqual([]);
    expect(findDown(20, ...pair('1x9 0x20', '1x9'))).toEqual(['app:1']);
  });

  it('by its own name among several, without duplicates, and only if it exports the job', () => {
    const series = [
      makeUp('1x9 0x20'),
      upSecond('0x30'),
      makeUp('0x30', 'up{instance="other:1"}'),
      ...[runs('1x30'), runs('1x30', second)],
      makeSeries(`job_queue_size{job_name="a"${second}}`, '1x30'),
    ];
    expect(findTargets(series, 5).down).toEqual(['app:2']);
    expect(findTargets(series, 20).down).toEqual(['app:1', 'app:2']);
  });

  it('not if every replica exports the same, because none of them is needed', () => {
    const source = makeSource('{ preset: jobs, replicas: max }');
    expect(findTargets([makeUp('0x30'), runs('1x30')], 20, source).down).toEqual([]);
  });
});

describe('a process restarted', () => {
  const findRestart = (at: number, ...series: RawSeries[]) =>
    findTargets([makeUp('1x60'), ...series], at).restartedAt;

  it.each([
    ['if a counter of runs falls', '7x9 1x30', 20, 10],
    ['not before that', '7x9 1x30', 9, undefined],
    ['at that scrape', '7x9 1x30', 10, 10],
    ['when the last of several falls', '7x9 1x9 0x20', 30, 20],
    ['a scrape after its last sample, if it came back later', '7x9 _x5 1x20', 20, 10],
    ['not if a counter grows or does not change', '7x9 _x5 7x9 8x20', 40, undefined],
  ])('%s', (_, values, at, expected) => {
    expect(findRestart(at, runs(values))).toBe(expected);
  });

  it('if the count of a histogram falls, but not if a gauge does', () => {
    const fall = (name: string) =>
      findRestart(20, runs('1x30'), makeSeries(`${name}{job_name="a"}`, '7x9 1x30'));
    expect(fall('job_execution_duration_seconds_count')).toBe(10);
    expect(fall('job_queue_size')).toBeUndefined();
  });

  it('not if old runs are removed from those that are kept', () => {
    const kept = makeSeries('bullmq_job_count{queue="a",state="failed"}', '7x9 1x30');
    const source = makeSource('{ preset: bullmq }');
    expect(findTargets([makeUp('1x60'), kept], 20, source).restartedAt).toBeUndefined();
  });

  it('if a counter of another job falls on its target, but not on another target', () => {
    const other = (labels: string) =>
      makeSeries(`job_execution_total{job_name="b",status="success"${labels}}`, '7x9 1x30');
    expect(findRestart(20, runs('1x30'), other(''))).toBe(10);
    expect(findRestart(20, runs('1x30'), upSecond('1x60'), other(second))).toBeUndefined();
  });

  it('at the last fall of any of its counters', () => {
    const failed = makeSeries('job_execution_total{job_name="a",status="failed"}', '7x14 1x30');
    expect(findRestart(30, runs('7x9 1x30'), failed)).toBe(15);
    expect(findRestart(30, failed, runs('7x9 1x30'))).toBe(15);
  });

  it('if its target is first seen beside others that were watched', () => {
    const born = [upSecond('_x30 1x30'), runs('_x30 1x30', second)];
    expect(findRestart(40, ...born)).toBe(30);
    expect(findRestart(29, ...born)).toBeUndefined();
    expect(findRestart(40, runs('1x60'))).toBeUndefined();
    const away = [upSecond('1x9 _x20 1x30'), runs('1x60', second)];
    expect(findRestart(40, ...away)).toBeUndefined();
  });

  it('if a counter falls that every replica exports alike', () => {
    const source = makeSource('{ preset: jobs, replicas: max }');
    expect(findTargets([makeUp('1x60'), runs('7x9 1x30')], 20, source).restartedAt).toBe(10);
  });
});
