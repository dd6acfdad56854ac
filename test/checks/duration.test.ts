import { describe, expect, test } from 'vitest';
import { bucketOf, duration } from '../../lib/checks/duration.ts';
import { fleetOf } from './fleet.ts';
import { deriveFrom, type Lines, sampleOf, told } from './samples.ts';

const one = fleetOf('a: { interval: 1m }');
const bounds = ['300', '1', '600', '60', '+Inf'].map(le => ` le=${le} 1`);
const tell = (gained: readonly string[], more: Lines = {}) =>
  told(deriveFrom(duration, one, { alive: ['a 1'], bounds, 'buckets in 600 s': gained, ...more }));

describe('P95 and P50', () => {
  test('lie between the bound below and that of the lowest bucket that gained', () => {
    expect(tell(['a le=300 20', 'a le=600 20', 'a le=+Inf 20'])).toEqual([
      'a DurationP95Seconds 288',
      'a DurationP50Seconds 180',
    ]);
  });

  test('begin at 0 where there is no bound below', () => {
    expect(tell(['a le=1 20', 'a le=60 20', 'a le=+Inf 20'])[1]).toBe('a DurationP50Seconds 0.5');
  });

  test('are told of any order of rows', () => {
    expect(tell(['a le=+Inf 20', 'a le=600 20', 'a le=300 10'])).toEqual([
      'a DurationP95Seconds 570',
      'a DurationP50Seconds 300',
    ]);
  });

  test('are those of no other job', () => {
    expect(tell(['b le=300 20', 'b le=+Inf 20'])).toEqual([]);
  });
});

describe('where every run is above the largest finite bucket', () => {
  const over = (seconds: number) => [
    `a DurationP95Seconds ${seconds * 1.001}`,
    `a DurationP50Seconds ${seconds * 1.001}`,
  ];

  test("it is 1.001 times the job's own largest bound", () => {
    expect(tell(['a le=+Inf 3'], { top: ['a 120', 'b 900'] })).toEqual(over(120));
  });

  test('it is 1.001 times the largest of all bounds where the own is not known', () => {
    expect(tell(['a le=+Inf 3'])).toEqual(over(600));
    expect(tell(['a le=+Inf 3'], { top: ['b 900'] })).toEqual(over(600));
  });

  test('nothing is known without any bound', () => {
    expect(tell(['a le=+Inf 3'], { bounds: [] })).toEqual([]);
    expect(tell(['a le=+Inf 3'], { top: ['a NaN'] })).toEqual([]);
  });

  test('the own largest bound does not matter where some runs are below it', () => {
    const gained = ['a le=300 20', 'a le=600 20', 'a le=+Inf 20'];
    expect(tell(gained, { top: ['a 120'] })[1]).toBe('a DurationP50Seconds 180');
  });
});

describe('nothing is said', () => {
  const gained = ['a le=300 20', 'a le=+Inf 20'];

  test.each([
    ['of a job that did not run', { 'buckets in 600 s': [] }],
    ['of a job that is not known or whose target is down', { alive: [] }],
    ['of a job whose buckets gained 0', { 'buckets in 600 s': ['a le=300 0', 'a le=+Inf 0'] }],
  ])('%s', (_, lines) => {
    expect(tell(gained, lines)).toEqual([]);
  });

  test('where nothing was answered', () => {
    expect(told(deriveFrom(duration, one, {}))).toEqual([]);
  });

  test('of a job without a window', () => {
    const lines = { alive: ['a 1'], bounds, 'buckets in 600 s': gained };
    expect(told(deriveFrom(duration, fleetOf('a: { interval: 7d }'), lines))).toEqual([]);
  });
});

test("the quantiles are those of the job's own window, and of unlisted jobs too", () => {
  const fleet = fleetOf('slow: { interval: 1h }');
  const lines = {
    alive: ['slow 1', 'new 1'],
    bounds,
    'buckets in 600 s': ['slow le=1 9', 'slow le=+Inf 9', 'new le=60 10', 'new le=+Inf 10'],
    'buckets in 10800 s': ['slow le=600 10', 'slow le=+Inf 10'],
  };
  expect(told(deriveFrom(duration, fleet, lines), 'DurationP50Seconds')).toEqual([
    'slow DurationP50Seconds 450',
    'new DurationP50Seconds 30.5',
  ]);
});

test('durations have nothing to note', () => {
  expect(deriveFrom(duration, one, { alive: ['a 1'] }).notes).toEqual([]);
});

test('a bucket is read from its bound', () => {
  expect(bucketOf(sampleOf('a le=2.5 7'))).toEqual({ upperBound: 2.5, count: 7 });
  expect(bucketOf(sampleOf('a le=+Inf 7'))).toEqual({ upperBound: Infinity, count: 7 });
  expect(bucketOf(sampleOf('a 7')).count).toBe(7);
});
