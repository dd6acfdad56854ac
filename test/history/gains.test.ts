import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import { makeSource, readFacts, showRuns } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const counter = (values: string, labels = '') =>
  makeSeries(`job_execution_total{job_name="a",status="failed"${labels}}`, values);

const countFailed = (series: readonly RawSeries[]) =>
  readFacts(series).runs.map(({ at, failed }) => [(at - start) / 60, failed]);

describe('a failed run is counted', () => {
  it.each([
    ['if the counter grows', '7x20 8x20', [[21, 1]]],
    ['if it grows by several', '7x20 9x20', [[21, 2]]],
    ['if the first failure creates the series', '_x20 1x20', [[20, 1]]],
    ['if two failures at once create the series', '_x20 2x20', [[20, 2]]],
    ['after a reset, because everything is new', '7x20 2x20', [[21, 2]]],
    ['after an absence in which its target answered', '1x17 _x5 1x20', [[23, 1]]],
    ['after a single scrape that lacked it, as its target answered', '1x17 _ 1x20', [[19, 1]]],
    ['after an absence with a higher value before', '7x17 _x5 1x20', [[23, 1]]],
    ['not if the counter does not change', '7x40', []],
    ['not if it falls to more than the job can have done since', '700x20 600x20', []],
  ])('%s', (_, values, expected) => {
    expect(countFailed([makeUp('1x45'), counter(values)])).toEqual(expected);
  });

  it.each([
    ['not after one missed scrape', '1x17 0 1x30', '7x17 _ 7x30', []],
    ['once after a missed scrape', '1x17 0 1x30', '7x17 _ 8x30', [[19, 1]]],
    ['not after a target was down', '1x12 0x11 1x30', '1x12 _x12 1x30', []],
    [
      'as often as it can have happened while nothing was scraped',
      '1x12 _x25 1x9',
      '_x38 11x9',
      [[38, 11]],
    ],
    ['not more often than that', '1x12 _x25 1x9', '_x38 12x9', []],
    ['not if Prometheus begins to scrape', '_x20 1x30', '_x20 1x30', []],
    ['not if it begins to scrape large counters', '_x20 1x30', '_x20 340x30', []],
  ])('%s', (_, up, values, expected) => {
    expect(countFailed([makeUp(up), counter(values)])).toEqual(expected);
  });

  it('as new if a process begins beside others that were watched', () => {
    const other = makeUp('1x60', 'up{instance="app:2"}');
    expect(countFailed([other, makeUp('_x30 1x30'), counter('_x30 2x30')])).toEqual([[30, 2]]);
  });

  it('as new if a process began while Prometheus was away', () => {
    const other = makeUp('1x12 _x25 1x20', 'up{instance="app:2"}');
    expect(countFailed([other, makeUp('_x38 1x19'), counter('_x38 6x19')])).toEqual([[38, 6]]);
  });

  it('not if that process has more runs than it can have done', () => {
    const other = makeUp('1x60', 'up{instance="app:2"}');
    expect(countFailed([other, makeUp('_x30 1x30'), counter('_x30 40x30')])).toEqual([]);
  });

  describe('under a new name of its target', () => {
    const renamed = 'up{instance="app:2"}';
    const success = (values: string, labels = '') =>
      makeSeries(`job_execution_total{job_name="a",status="success"${labels}}`, values);
    const count = (before: number, after: number, missing = '_x31') =>
      countFailed([
        makeUp('1x30 _x30'),
        makeUp(`${missing} 1x29`, renamed),
        success(`${before}x30`),
        counter('2x30'),
        success(`${missing} ${after}x29`, ',instance="app:2"'),
        counter(`${missing} 2x9 3x19`, ',instance="app:2"'),
      ]).filter(([, failed]) => failed !== 0);

    it('only when it grows, as nothing else of its process began anew', () => {
      expect(count(4, 4)).toEqual([[41, 1]]);
      expect(count(4, 5)).toEqual([[41, 1]]);
    });

    it('from 0 if another counter of the process is lower or much higher than before', () => {
      const anew = [
        [31, 2],
        [41, 1],
      ];
      expect(count(4, 3)).toEqual(anew);
      expect(count(4, 8)).toEqual(anew);
    });

    it('from 0 if there are too few runs to tell, or the old name was last seen long before', () => {
      expect(count(0, 0)).toContainEqual([31, 2]);
      expect(count(4, 4, '_x35')).toContainEqual([35, 2]);
    });
  });

  it('not if a label has been added to the series', () => {
    const renamed = [counter('7x20'), counter('_x21 7x20', ',team="x"')];
    expect(countFailed([makeUp('1x45'), ...renamed])).toEqual([]);
  });

  it('not if a label has been added to a counter of few runs', () => {
    const renamed = [counter('1x20'), counter('_x21 1x20', ',team="x"')];
    expect(countFailed([makeUp('1x45'), ...renamed])).toEqual([]);
  });

  it('as new if a counter of another status has just ended', () => {
    const other = makeSeries('job_execution_total{job_name="a",status="partial"}', '1x17');
    expect(countFailed([makeUp('1x45'), other, counter('_x20 2x20')])).toEqual([[20, 2]]);
  });

  it('if only one scrape has seen it', () => {
    expect(countFailed([makeUp('1x45'), counter('_x20 1')])).toEqual([[20, 1]]);
  });

  it('once if the series is renamed when it fails', () => {
    const renamed = [counter('7x20'), counter('_x21 8x20', ',team="x"')];
    expect(countFailed([makeUp('1x45'), ...renamed])).toEqual([[21, 1]]);
  });

  it.each([
    [
      'once if it continues from its last value under another name, and not from a higher one before',
      ['9x12 1x5', '_x21 3x20'],
      [
        [13, 1],
        [21, 2],
      ],
    ],
    ['once if it continues under another name ten minutes later', ['7x10', '_x20 9x20'], [[20, 2]]],
    ['not if it begins with many under another name later than that', ['7x10', '_x21 9x20'], []],
    ['as new if it begins lower under another name', ['7x20', '_x21 3x20'], [[21, 3]]],
    ['as new if the other name continues as well', ['1x40', '_x15 3x20'], [[15, 3]]],
    ['once if it continues from the higher of two names', ['7x20', '_x21 9x20', '5x19'], [[21, 2]]],
  ])('%s', (_, parts, expected) => {
    const series = parts.map((values, index) => counter(values, `,team="${index}"`));
    expect(countFailed([makeUp('1x45'), ...series])).toEqual(expected);
  });

  it.each([
    [
      'as new from a minute and a half after the beginning if there is no `up`',
      '_x2 2x20',
      [[2, 2]],
    ],
    ['not before that', '_x1 2x20', []],
  ])('%s', (_, values, expected) => {
    const queue = makeSeries('job_queue_size{job_name="a"}', '1x60');
    expect(countFailed([queue, counter(values)])).toEqual(expected);
  });

  it('from later than a minute and a half after the beginning', () => {
    const sparse = (values: string) =>
      makeSeries('job_execution_total{job_name="a",status="failed"}', values, 90);
    const queue = makeSeries('job_queue_size{job_name="a"}', '1x60');
    expect(countFailed([queue, sparse('_ 2x20')])).toEqual([]);
    expect(countFailed([queue, sparse('_x2 2x20')])).toEqual([[3, 2]]);
  });

  it('as new if other targets are known and its own is not', () => {
    const other = makeUp('1x60', 'up{job="other",instance="other:1"}');
    expect(countFailed([other, counter('_x20 2x20')])).toEqual([[20, 2]]);
    expect(countFailed([other, counter('_ 2x20')])).toEqual([]);
  });

  it('as new in the time before its target was read, because more is read of slow jobs', () => {
    const queue = makeSeries('job_queue_size{job_name="a"}', '1x60');
    expect(countFailed([queue, makeUp('_x30 1x30'), counter('_x10 2x50')])).toEqual([[10, 2]]);
  });

  it.each([
    ['after an absence, as many as it may have done since', '5x17 _x5 5x20', [[23, 5]]],
    ['after an absence, by as much as it grew', '1x17 _x5 3x20', [[23, 2]]],
    ['not after an absence if they are more', '6x17 _x5 6x20', []],
  ])('%s', (_, values, expected) => {
    expect(countFailed([makeUp('1x45'), counter(values)])).toEqual(expected);
  });

  it('once for two copies of an HA pair', () => {
    const pair = ['x', 'y'].flatMap(replica => [
      makeUp('1x45', `up{replica="${replica}"}`),
      counter('7x20 8x20', `,replica="${replica}"`),
    ]);
    expect(countFailed(pair)).toEqual([[21, 1]]);
  });

  it('once for each of two workers', () => {
    const workers = ['app:1', 'app:2'].flatMap(instance => [
      makeUp('1x45', `up{instance="${instance}"}`),
      counter('7x20 8x20', `,instance="${instance}"`),
    ]);
    expect(countFailed(workers)).toEqual([[21, 2]]);
  });

  it('once if every replica exports the same', () => {
    const series = ['app:1', 'app:2'].flatMap(instance => [
      makeUp('1x45', `up{instance="${instance}"}`),
      counter('7x20 8x20', `,instance="${instance}"`),
    ]);
    const source = makeSource('{ preset: jobs, replicas: max }');
    expect(showRuns(readFacts(series, source))).toEqual(['21: 0/1']);
  });

  it('once if copies differ in a label that the source drops', () => {
    const series = ['x', 'y'].map(copy => counter('7x20 8x20', `,copy="${copy}"`));
    const source = makeSource('{ preset: jobs, replicas: { drop: copy } }');
    expect(showRuns(readFacts([makeUp('1x45'), ...series], source))).toEqual(['21: 0/1']);
  });
});

describe('a gauge of kept runs', () => {
  const bullmq = makeSource('{ preset: bullmq }');
  const kept = (values: string) => makeSeries('bullmq_job_count{queue="a",state="failed"}', values);

  it('counts what is added, and shows no restart when old runs are removed', () => {
    const series = [makeUp('1x45'), kept('5x10 6x10 1x10 2x10')];
    expect(showRuns(readFacts(series, bullmq))).toEqual(['11: 0/1', '33: 0/1']);
  });

  it.each([
    [
      'until counters count, and from then on they do',
      '0x25 1x20',
      ['11: 0/1', '22: 0/1', '26: 0/1'],
    ],
    ['not any more if counters have counted before', '0x15 1x30', ['11: 0/1', '16: 0/1']],
    ['not if a counter counts the same run', '0x10 1x40', ['11: 0/1']],
    ['all the time if the counters never count', '0x50', ['11: 0/1', '22: 0/1']],
  ])('counts %s', (_, counted, expected) => {
    const total = makeSeries('bullmq_job_failed_total{queue="a"}', counted);
    const series = [makeUp('1x60'), kept('5x10 6x10 7x30'), total];
    expect(showRuns(readFacts(series, bullmq))).toEqual(expected);
  });
});
