import { describe, expect, it } from 'vitest';
import { makeSource, readFacts, readSeries } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

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
  it('is exact if one run ended between two scrapes', () => {
    expect(measure([part('count', '3x9 4x10'), part('sum', '30x9 42.5x10')])).toEqual([
      '1 × 12.5 s',
    ]);
  });

  it('is their mean if several ended and no bucket is known', () => {
    expect(measure([part('count', '3x9 5x10'), part('sum', '30x9 60x10')])).toEqual(['2 × 15 s']);
  });

  it('is bounded by buckets and sum if several ended', () => {
    const series = [
      part('count', '3x9 5x10'),
      part('sum', '30x9 110x10'),
      bucket('10', '3x9 4x10'),
      bucket('60', '3x9 4x10'),
      bucket('+Inf', '3x9 5x10'),
    ];
    expect(measure(series)).toEqual(['1 × 0..10 s', '1 × 70..80 s']);
  });

  it('is bounded for many runs by their buckets and their sum', () => {
    const bounded = (sum: number) =>
      measure([
        part('count', '3x9 8x10'),
        part('sum', `30x9 ${30 + sum}x10`),
        bucket('+Inf', '3x9 8x10'),
        bucket('60', '3x9 8x10'),
        bucket('10', '3x9 5x10'),
      ]);
    expect(bounded(105)).toEqual(['2 × 0..10 s', `3 × ${85 / 3}..35 s`]);
    expect(bounded(40)).toEqual(['2 × 0..5 s', `3 × 10..${40 / 3} s`]);
  });

  it('is above the highest bound for runs that no bucket counts', () => {
    const series = [
      part('count', '3x9 5x10'),
      part('sum', '30x9 200x10'),
      bucket('10', '3x9 4x10'),
      bucket('60', '3x9 4x10'),
    ];
    expect(measure(series)).toEqual(['1 × 0..10 s', '1 × 160..170 s']);
  });

  it('follows the sum if the buckets contradict it', () => {
    const series = [part('count', '3x9 5x10'), part('sum', '30x9 40x10'), bucket('60', '3x30')];
    expect(measure(series)).toEqual(['2 × 5 s']);
  });

  it('is within the highest bound if every run is and +Inf is not exported', () => {
    const series = [
      part('count', '3x9 5x10'),
      part('sum', '30x9 70x10'),
      bucket('10', '3x9 4x10'),
      bucket('60', '3x9 5x10'),
    ];
    expect(measure(series)).toEqual(['1 × 0..10 s', '1 × 30..40 s']);
  });

  it('is bounded by the buckets alone if the sum is not finite', () => {
    const series = [
      part('count', '3x9 5x10'),
      part('sum', '30x9 Infinityx10'),
      bucket('10', '3x9 5x10'),
      bucket('+Inf', '3x9 5x10'),
    ];
    expect(measure(series)).toEqual(['2 × 0..10 s']);
  });

  it('is unknown if the series continue under another name when the run ends', () => {
    const series = [
      ...[part('count', '3x9'), part('sum', '30x9')],
      ...[part('count', '_x10 4x10', ',team="x"'), part('sum', '_x10 42x10', ',team="x"')],
    ];
    expect(measure(series)).toEqual([]);
  });

  it('is 0 if the sum does not grow', () => {
    expect(measure([part('count', '3x9 4x10'), part('sum', '30x30')])).toEqual(['1 × 0 s']);
  });

  it('is the whole sum after a restart of the process', () => {
    expect(measure([part('count', '7x20 1x20'), part('sum', '70x20 12x20')])).toEqual(['1 × 12 s']);
  });

  it("comes from each target's own sum, in order of time", () => {
    const second = ',instance="app:2"';
    const series = [
      part('count', '3x9 4x10'),
      part('sum', '30x9 42x10'),
      part('count', '5x5 6x10', second),
      part('sum', '10x5 17x10', second),
    ];
    expect(measure([makeUp('1x60', 'up{instance="app:2"}'), ...series])).toEqual([
      '1 × 7 s',
      '1 × 12 s',
    ]);
  });

  it('is bounded for each target by its own buckets', () => {
    const second = ',instance="app:2"';
    const series = [
      part('count', '3x9 5x10'),
      part('bucket', '3x9 5x10', ',le="10"'),
      part('bucket', '3x9 5x10', ',le="+Inf"'),
      part('count', '3x9 5x10', second),
      part('bucket', '3x20', `,le="10"${second}`),
      part('bucket', '3x9 5x10', `,le="+Inf"${second}`),
    ];
    expect(measure([makeUp('1x60', 'up{instance="app:2"}'), ...series])).toEqual([
      '2 × 0..10 s',
      '2 × 10..Infinity s',
    ]);
  });

  it('comes from the own sum of each part of a metric, the shorter run first', () => {
    const series = ['a', 'b'].flatMap((queue, index) => [
      part('count', '3x9 4x10', `,queue="${queue}"`),
      part('sum', `30x9 ${42 - index}x10`, `,queue="${queue}"`),
    ]);
    expect(measure(series)).toEqual(['1 × 11 s', '1 × 12 s']);
  });

  it('is over every bound if the run fell into +Inf and there is no sum', () => {
    const series = [part('count', '3x9 4x10'), bucket('60', '3x20'), bucket('+Inf', '3x9 4x10')];
    expect(measure(series)).toEqual(['1 × 60..Infinity s']);
  });

  it('is also known for a process’s first run', () => {
    expect(measure([part('count', '_x9 1x10'), part('sum', '_x9 7x10')])).toEqual(['1 × 7 s']);
  });

  it('is unknown if the sum fell and there is no bucket', () => {
    expect(measure([part('count', '3x9 4x10'), part('sum', '30x9 20x10')])).toEqual([]);
  });

  it('is read in milliseconds if the source says so', () => {
    const source = makeSource(`{ preset: jobs, duration: { histogram: ${name}, unit: ms } }`);
    const series = [part('count', '3x9 4x10'), part('sum', '30x9 1530x10')];
    expect(measure(series, source)).toEqual(['1 × 1.5 s']);
  });

  it('is read from a gauge of the last run whenever the gauge changes', () => {
    const source = makeSource('{ preset: jobs, duration: { gauge: last_run_seconds } }');
    const gauge = makeSeries('last_run_seconds{job_name="a"}', '12x9 15x4 NaNx4 -1x4 15x4');
    expect(measure([gauge], source)).toEqual(['1 × 15 s', '1 × 15 s']);
  });
});

describe('a gauge of the last run', () => {
  const source = makeSource('{ preset: jobs, duration: { gauge: last_run_seconds, unit: ms } }');
  const gauge = (values: string, labels = '') =>
    makeSeries(`last_run_seconds{job_name="a"${labels}}`, values);
  const runs = (values: string) =>
    makeSeries('job_execution_total{job_name="a",status="success"}', values);

  it('shows one more run of that duration if a success comes without a change', () => {
    const found = readFacts([makeUp('1x60'), gauge('1200x9 1x20'), runs('1x9 2x9 3x20')], source);
    expect(found.durations).toEqual([
      { at: minute(10), low: 0.001, high: 0.001, count: 1 },
      { at: minute(20), low: 0.001, high: 0.001, count: 1 },
    ]);
  });

  it('shows no run if it disappears and comes back unchanged', () => {
    expect(measure([gauge('1200x9 _x9 1200x9')], source)).toEqual([]);
  });

  it('shows no run while it is 0, as some gauges are during a run', () => {
    const series = [gauge('1200x9 0x4 1200x20'), runs('1x14 2x20')];
    expect(measure(series, source)).toEqual(['1 × 1.2 s']);
  });

  it('shows a run before the run that changes it', () => {
    const series = [gauge('1200x9 1500x20'), runs('1x4 2x4 3x20')];
    expect(measure(series, source)).toEqual(['1 × 1.2 s', '1 × 1.5 s']);
  });

  it('shows no run two scrapes after it is gone', () => {
    const measureAfter = (minutes: number) =>
      measure([gauge('1200x9'), runs(`1x${8 + minutes} 2x20`)], source);
    expect(measureAfter(2)).toEqual(['1 × 1.2 s']);
    expect(measureAfter(3)).toEqual([]);
  });

  it('shows no unchanged run if there are several gauges', () => {
    const series = [gauge('1200x20'), gauge('1500x20', ',instance="app:2"'), runs('1x9 2x9')];
    expect(measure(series, source)).toEqual([]);
  });
});

describe('buckets', () => {
  const needs = (...series: Parameters<typeof readSeries>[0]) =>
    readSeries([makeUp('1x60'), ...series]).needsBuckets({ seriesName: 'a', intervalSeconds: 300 });

  it('are needed only if several runs end at once, or if there is no sum', () => {
    expect(needs(part('count', '3x9 4x10'), part('sum', '30x9 42x10'))).toBe(false);
    expect(needs(part('count', '3x9 5x10'), part('sum', '30x9 42x10'))).toBe(true);
    expect(needs(part('count', '3x9 4x10'))).toBe(true);
    expect(needs(part('count', '3x9 4x4 6x4'), part('sum', '30x9 42x10'))).toBe(true);
    const second = part('count', '3x9 5x10', ',instance="app:2"');
    expect(needs(part('count', '3x9 4x10'), second, part('sum', '30x9 42x10'))).toBe(true);
  });

  it('are not needed between samples of the coarse grid, which has none', () => {
    const every = (seconds: number) =>
      needs(
        makeSeries(`${name}_count{job_name="a"}`, '3x9 5x10', seconds),
        makeSeries(`${name}_sum{job_name="a"}`, '30x9 42x10', seconds),
      );
    expect([399, 400].map(every)).toEqual([true, false]);
  });

  it('give the bounds of the histogram without duplicates, however they are written', () => {
    const series = [
      bucket('5', '1x9'),
      bucket('5.0', '_x10 1x9'),
      bucket('+Inf', '1x9'),
      bucket('100', '1x9'),
      bucket('60', '1x9'),
    ];
    expect(readFacts([makeUp('1x60'), ...series]).bounds).toEqual([5, 60, 100]);
  });

  it('are in the unit of their histogram', () => {
    const source = makeSource(`{ preset: jobs, duration: { histogram: ${name}, unit: ms } }`);
    const series = [part('count', '3x9 4x10'), bucket('500', '3x20'), bucket('+Inf', '3x9 4x10')];
    expect(readFacts([makeUp('1x60'), ...series], source).bounds).toEqual([0.5]);
    expect(measure(series, source)).toEqual(['1 × 0.5..Infinity s']);
  });

  it('count the same run once if le="5" has become le="5.0"', () => {
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
