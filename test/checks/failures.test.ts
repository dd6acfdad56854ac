import { describe, expect, test } from 'vitest';
import { failures } from '../../lib/checks/failures.ts';
import type { Fleet } from '../../lib/model/job.ts';
import { fleetOf, fleetOfConfig } from './fleet.ts';
import { deriveFrom, type Lines, told } from './samples.ts';

/** Windows of 10 and of 5 minutes. */
const quick = fleetOf('a: { interval: 1m }');
/** One window of 3 hours for both alerts. */
const hourly = fleetOf('a: { interval: 1h }');
const alive = ['a 1'];

const runs = (succeeded: number, failed: number, partial = 0) => [
  `a status=success ${succeeded}`,
  `a status=failed ${failed}`,
  `a status=partial ${partial}`,
];

describe('the failure rate', () => {
  test.each([
    ['is 0 where nothing ran', [], 0],
    ['is 0 of 0', runs(0, 0), 0],
    ['is 0 where all succeeded', runs(7, 0), 0],
    ['is 100 where all failed', runs(0, 7), 100],
    ['is the failed of all runs', runs(6, 2), 25],
    ['takes a partial run for a run, and for no failure', runs(0, 1, 3), 25],
    ['takes any other status so', ['a status=failed 1', 'a status=cancelled 4'], 20],
    ["is not another job's", ['b status=failed 7', 'a status=success 1'], 0],
  ])('%s', (_, rows, percent) => {
    expect(told(deriveFrom(failures, hourly, { alive, 'runs in 10800 s': rows }))[0]).toBe(
      `a FailureRatePercent ${percent}`,
    );
  });
});

describe('a majority of failures by one run', () => {
  const rateWith = (rows: readonly string[], delay: readonly string[], fleet = hourly) =>
    deriveFrom(failures, fleet, { alive, 'runs in 10800 s': rows, 'delay in 10800 s': delay })
      .measurements[0]?.value;

  test.each([
    ['is none where a success came in between', runs(1, 2), 3_600, 50],
    ['is none while the run before cannot have failed', runs(1, 2), 1.25 * 3_600 + 90, 50],
    ['is one where two in a row failed', runs(1, 2), 1.25 * 3_600 + 91, 200 / 3],
    ['is none of one run', runs(0, 1), 3_600, 50],
    ['is one of one run that failed as the run before it', runs(0, 1), 7_200, 100],
    ['by two runs is a majority anyhow', runs(1, 3), 3_600, 75],
    ['is not made of an even number', runs(2, 2), 3_600, 50],
    ['stays what it is below half', runs(3, 1), 3_600, 25],
    ['counts partial runs on the other side', runs(0, 2, 1), 3_600, 50],
  ])('%s', (_, rows, delay, percent) => {
    expect(rateWith(rows, [`a ${delay}`])).toBeCloseTo(percent, 10);
  });

  test('is one where the delay is not known', () => {
    expect(rateWith(runs(0, 1), [])).toBe(100);
    expect(rateWith(runs(0, 1), ['b 60'])).toBe(100);
  });

  test('is one where the interval is not known', () => {
    const lines = {
      alive: ['new 1'],
      'runs in 600 s': ['new status=failed 1'],
      'delay in 600 s': ['new 9'],
    };
    expect(told(deriveFrom(failures, hourly, lines))).toContain('new FailureRatePercent 100');
  });

  test('is asked about in critical windows of more than five minutes only', () => {
    const mixed = fleetOf('a: { interval: 1m }', 'b: { interval: 1h }');
    const names = Object.keys(failures.queries(mixed));
    expect(names.filter(name => name.startsWith('runs'))).toHaveLength(3);
    expect(names.filter(name => name.startsWith('delay'))).toEqual(['delay in 10800 s']);
  });
});

describe('the critical failure rate', () => {
  const critical = (lines: Lines, fleet = quick) =>
    told(deriveFrom(failures, fleet, { alive, ...lines }), 'CriticalFailureRatePercent');

  test('is that of the shorter window', () => {
    const lines = { 'runs in 600 s': runs(6, 4), 'runs in 300 s': runs(1, 4) };
    expect(critical(lines)).toEqual(['a CriticalFailureRatePercent 80']);
  });

  test('is that of the longer window while the shorter is empty', () => {
    const lines = { 'runs in 600 s': runs(1, 4), 'runs in 300 s': runs(0, 0) };
    expect(critical(lines)).toEqual(['a CriticalFailureRatePercent 80']);
    expect(critical({ 'runs in 600 s': runs(1, 4) })).toEqual(['a CriticalFailureRatePercent 80']);
  });

  test('is 0 where both are empty', () => {
    expect(critical({})).toEqual(['a CriticalFailureRatePercent 0']);
  });

  test('is not told twice where both windows are one', () => {
    expect(critical({ 'runs in 10800 s': runs(0, 3) }, hourly)).toEqual([]);
    const metricsOf = (fleet: Fleet) =>
      fleet.jobs.flatMap(job => failures.alerts.map(({ metric }) => metric(job)));
    expect(metricsOf(hourly)).toEqual(['FailureRatePercent', 'FailureRatePercent']);
    expect(metricsOf(quick)).toEqual(['FailureRatePercent', 'CriticalFailureRatePercent']);
  });

  test('stands alone where only its window is set', () => {
    const fleet = fleetOf('a: { interval: 7d, failures: { criticalWindow: 1d } }');
    const lines = told(deriveFrom(failures, fleet, { alive, 'runs in 86400 s': runs(0, 3) }));
    expect(lines).toEqual(['a CriticalFailureRatePercent 100', '* UnlistedJobs 0']);
  });
});

describe('nothing but the number of unlisted jobs is said', () => {
  test.each([
    ['of a job that is not known or whose target is down', quick, { 'runs in 600 s': runs(1, 9) }],
    ['where nothing was answered', quick, {}],
    ['of a job without a window', fleetOf('a: { interval: 7d }'), { alive }],
  ])('%s', (_, fleet, lines) => {
    expect(told(deriveFrom(failures, fleet, lines))).toEqual(['* UnlistedJobs 0']);
  });
});

test('runs are counted a minute of the window', () => {
  expect(told(deriveFrom(failures, quick, { alive, 'runs in 600 s': runs(4, 1, 15) }))).toEqual([
    'a FailureRatePercent 5',
    'a RunsPerMinute 2',
    'a SuccessesPerMinute 0.4',
    'a FailuresPerMinute 0.1',
    'a CriticalFailureRatePercent 5',
    '* SuccessRatePercent 20',
    '* UnlistedJobs 0',
  ]);
});

test('the success rate weighs each job by the rate of its own window', () => {
  const fleet = fleetOf('a: { interval: 1m }', 'b: { interval: 1h }');
  const lines = {
    alive: ['a 1', 'b 1'],
    'runs in 600 s': ['a status=success 30'],
    'runs in 10800 s': ['b status=failed 180'],
  };
  expect(told(deriveFrom(failures, fleet, lines), 'SuccessRatePercent')).toEqual([
    '* SuccessRatePercent 75',
  ]);
});

test('there is no success rate of no run', () => {
  expect(told(deriveFrom(failures, quick, { alive }), 'SuccessRatePercent')).toEqual([]);
});

describe('jobs nobody listed', () => {
  const found = (maximum: number, ...names: readonly string[]) =>
    deriveFrom(
      failures,
      fleetOfConfig('a: { interval: 1m }', `unlisted: { maximum: ${maximum} }`),
      {
        alive: [...names, 'a'].map(name => `${name} 1`),
      },
    );

  test('are counted, measured and noted', () => {
    const derived = found(2, 'y', 'x"');
    expect(told(derived, 'UnlistedJobs')).toEqual(['* UnlistedJobs 2']);
    expect(told(derived, 'FailureRatePercent').map(line => line.split(' ')[0])).toEqual([
      'a',
      'x"',
      'y',
    ]);
    expect(derived.notes).toEqual([
      {
        code: 'unlisted-jobs',
        message: String.raw`jobs that the config does not list: ["x\"","y"]`,
      },
    ]);
  });

  test('are all counted, but not all measured, above the cap', () => {
    const derived = found(2, 'z', 'y', 'x');
    expect(told(derived, 'UnlistedJobs')).toEqual(['* UnlistedJobs 3']);
    expect(told(derived, 'FailureRatePercent')).toHaveLength(3);
    expect(derived.notes).toEqual([
      { code: 'unlisted-jobs', message: 'jobs that the config does not list: ["x","y"]' },
      { code: 'unlisted-cap', message: '3 jobs are not listed, more than the 2 that are measured' },
    ]);
  });

  test('are not noted where there are none, or none are to be measured', () => {
    expect(found(2).notes).toEqual([]);
    expect(found(0, 'x').notes).toEqual([]);
  });
});

describe('a window in which nothing ran', () => {
  const lines = { alive: ['a job=app 1'], unwatched: [' job=app window=10800 1'] };
  const rateIn = (more: Lines) =>
    deriveFrom(failures, hourly, { ...lines, ...more }).measurements.find(
      ({ metric }) => metric === 'FailureRatePercent',
    )?.value;

  test('says nothing where nobody looked', () => {
    expect(rateIn({})).toBeUndefined();
  });

  test('is no window in which something ran', () => {
    expect(rateIn({ 'runs in 10800 s': runs(6, 2) })).toBe(25);
  });

  test('is a rate of 0 where it was watched', () => {
    expect(rateIn({ unwatched: [' job=app window=600 1', ' job=other window=10800 1'] })).toBe(0);
  });
});

test('a single run leaves the critical rate to the longer window, which holds two', () => {
  const lines = { alive, 'runs in 300 s': runs(0, 1), 'runs in 600 s': runs(1, 1) };
  expect(told(deriveFrom(failures, quick, lines))).toContain('a CriticalFailureRatePercent 50');
});
