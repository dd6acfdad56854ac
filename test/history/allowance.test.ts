import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import { inMinutes, readSeries } from './facts.ts';
import { makeSeries, makeUp } from './raw-series.ts';

const runs = (values: string, labels = '') =>
  makeSeries(`job_execution_total{job_name="a",status="success"${labels}}`, values);
const items = (values: string, labels = '') =>
  makeSeries(`job_items_processed_total{job_name="a",status="success"${labels}}`, values);

/** The counts, as `minute: count`, of a job that runs at this interval. */
const count = (series: readonly RawSeries[], intervalSeconds: number | undefined = 300) =>
  readSeries(series)
    .findFacts({ seriesName: 'a', intervalSeconds })
    .runs.map(({ at, succeeded }) => `${inMinutes(at)}: ${succeeded}`);

describe('a counter that falls has restarted with as many runs as', () => {
  const up = makeUp('1x200');

  it.each([
    ['three and those of one and a half times the interval', '70x20 4x20', ['21: 4']],
    ['not more than that', '70x20 5x20', []],
    ['those of all the time in which it was away', '70x9 _x50 19x9', ['60: 19']],
    ['not more than those', '70x9 _x50 20x9', []],
  ])('%s', (_, values, expected) => {
    expect(count([up, runs(values)])).toEqual(expected);
  });

  it.each([
    ['its own growth gives, if it runs more often than configured', '1+1x60 5x10', '61: 5'],
    ['no more than that', '1+1x60 6x10', '60: 1'],
    ['a whole hour of its growth gives, while less is known', '1+1x30 4x10', '31: 4'],
    ['no more than the hour gives', '1+1x30 5x10', '30: 1'],
    ['all the time that is known gives', '1+1x60 61x60 4x10', '122: 4'],
    ['no more than all the time gives', '1+1x60 61x60 5x10', '60: 1'],
  ])('%s', (_, values, last) => {
    expect(count([up, runs(values)], undefined).at(-1)).toBe(last);
    const busy = [up, runs(values), items('1+100x120')];
    expect(count(busy, 3600).at(-1)).toBe(last);
  });

  it('all counters of the job together give', () => {
    const failed = makeSeries('job_execution_total{job_name="a",status="failed"}', '1+1x60');
    expect(count([up, failed, runs('1+1x60 6x10')], undefined).at(-1)).toBe('61: 6');
    expect(count([up, failed, runs('1+1x60 7x10')], undefined).at(-1)).toBe('60: 1');
  });
});

describe('items that are counted for the first time', () => {
  const countItems = (series: readonly RawSeries[]) =>
    readSeries(series)
      .findFacts({ seriesName: 'a', intervalSeconds: 300 })
      .items.map(({ at, succeeded }) => `${inMinutes(at)}: ${succeeded}`);
  const second = ',instance="app:2"';
  const upSecond = (values: string) => makeUp(values, 'up{instance="app:2"}');

  it('are new if their target was watched before', () => {
    expect(countItems([makeUp('1x60'), runs('900x60'), items('_x20 40x20')])).toEqual(['20: 40']);
  });

  it('are not new if their counter falls in a process that has run often', () => {
    expect(countItems([makeUp('1x60'), runs('900x60'), items('700x20 600x20')])).toEqual([]);
    expect(countItems([makeUp('1x60'), runs('900x20 2x20'), items('700x20 60x20')])).toEqual([
      '21: 60',
    ]);
  });

  it.each([
    ['are new in a process that has hardly run', '_x20 2x20', ['20: 40']],
    ['are not new in one that has run often', '_x20 50x20', []],
    ['are not new in one of which no run is known', '_x20 _x20', []],
    ['are new if its first scrape is the newest', '_x20 2', ['20: 40']],
    ['are new up to the runs that it may have done', '_x20 4x20', ['20: 40']],
    ['are not new above them', '_x20 5x20', []],
  ])('%s', (_, ownRuns, expected) => {
    const series = [
      makeUp('1x60'),
      upSecond('_x20 1x20'),
      runs('900x60'),
      ...(ownRuns.endsWith(' _x20') ? [] : [runs(ownRuns, second)]),
      items('_x20 40x20', second),
    ];
    expect(countItems(series)).toEqual(expected);
  });

  it('are judged by all counters of their process, and by none of the previous process', () => {
    const failed = (values: string) =>
      makeSeries(`job_execution_total{job_name="a",status="failed"${second}}`, values);
    const rest = [makeUp('1x160'), upSecond('1x9 _x90 1x20'), items('_x100 40x20', second)];
    const own = runs('_x100 2x20', second);
    expect(countItems([...rest, own, failed('_x100 2x20')])).toEqual(['100: 40']);
    expect(countItems([...rest, own, failed('_x100 3x20')])).toEqual([]);
    expect(countItems([...rest, own, failed('70x9')])).toEqual(['100: 40']);
    expect(countItems([...rest, own, failed('_x90 70x9')])).toEqual(['100: 40']);
  });
});
