import { describe, expect, it } from 'vitest';
import { makeSource, readFacts, readSeries } from './facts.ts';
import { makeSeries, makeUp } from './raw-series.ts';

const name = 'job_execution_duration_seconds';
const part = (suffix: string, values: string, labels = '') =>
  makeSeries(`${name}_${suffix}{job_name="a"${labels}}`, values);
const bucket = (le: string, values: string) => part('bucket', values, `,le="${le}"`);

/** How long the runs took, as `count × low..high`. */
const measure = (series: Parameters<typeof readFacts>[0], source = makeSource()) =>
  readFacts([makeUp('1x60'), ...series], source).durations.map(({ low, high, count }) =>
    low === high ? `${count} × ${low} s` : `${count} × ${low}..${high} s`,
  );

describe('how long runs took', () => {
  it('is exact where one run ended between two scrapes', () => {
    expect(measure([part('count', '3x9 4x10'), part('sum', '30x9 42.5x10')])).toEqual([
      '1 × 12.5 s',
    ]);
  });

  it('is their mean where several ended and no bucket is known', () => {
    expect(measure([part('count', '3x9 5x10'), part('sum', '30x9 60x10')])).toEqual(['2 × 15 s']);
  });

  it('is bounded by buckets and sum where several ended', () => {
    const series = [
      part('count', '3x9 5x10'),
      part('sum', '30x9 110x10'),
      bucket('10', '3x9 4x10'),
      bucket('60', '3x9 4x10'),
      bucket('+Inf', '3x9 5x10'),
    ];
    expect(measure(series)).toEqual(['1 × 0..10 s', '1 × 70..80 s']);
  });

  it('is over every bound where the run fell into +Inf and there is no sum', () => {
    const series = [part('count', '3x9 4x10'), bucket('60', '3x20'), bucket('+Inf', '3x9 4x10')];
    expect(measure(series)).toEqual(['1 × 60..Infinity s']);
  });

  it('is known of a process’s first run as well', () => {
    expect(measure([part('count', '_x9 1x10'), part('sum', '_x9 7x10')])).toEqual(['1 × 7 s']);
  });

  it('is unknown where the sum fell and there is no bucket', () => {
    expect(measure([part('count', '3x9 4x10'), part('sum', '30x9 20x10')])).toEqual([]);
  });

  it('is read in milliseconds where the source says so', () => {
    const source = makeSource(`{ preset: jobs, duration: { histogram: ${name}, unit: ms } }`);
    const series = [part('count', '3x9 4x10'), part('sum', '30x9 1530x10')];
    expect(measure(series, source)).toEqual(['1 × 1.5 s']);
  });

  it('is read from a gauge of the last run whenever that changes', () => {
    const source = makeSource('{ preset: jobs, duration: { gauge: last_run_seconds } }');
    const gauge = makeSeries('last_run_seconds{job_name="a"}', '12x9 15x4 NaNx4 -1x4 15x4');
    expect(measure([gauge], source)).toEqual(['1 × 15 s', '1 × 15 s']);
  });
});

describe('buckets', () => {
  const needs = (...series: Parameters<typeof readSeries>[0]) =>
    readSeries([makeUp('1x60'), ...series]).needsBuckets({ seriesName: 'a', intervalSeconds: 300 });

  it('are needed only where several runs end at once, or where there is no sum', () => {
    expect(needs(part('count', '3x9 4x10'), part('sum', '30x9 42x10'))).toBe(false);
    expect(needs(part('count', '3x9 5x10'), part('sum', '30x9 42x10'))).toBe(true);
    expect(needs(part('count', '3x9 4x10'))).toBe(true);
  });

  it('give the bounds of the histogram, each once, however they are written', () => {
    const series = [
      bucket('5', '1x9'),
      bucket('5.0', '_x10 1x9'),
      bucket('+Inf', '1x9'),
      bucket('60', '1x9'),
    ];
    expect(readFacts([makeUp('1x60'), ...series]).bounds).toEqual([5, 60]);
  });

  it('count the same run once where le="5" has become le="5.0"', () => {
    const series = [
      part('count', '3x9 5x20'),
      part('sum', '30x9 60x20'),
      bucket('20', '3x9 5x5'),
      bucket('20.0', '_x16 5x14'),
      bucket('+Inf', '3x9 5x20'),
    ];
    expect(measure(series)).toEqual(['2 × 15 s']);
  });
});
