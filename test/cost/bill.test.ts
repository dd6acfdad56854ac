import { describe, expect, test } from 'vitest';
import { billFor } from '../../lib/cost/bill.ts';
import { metricsUsd } from '../../lib/cost/prices.ts';
import { fleetOf, fleetOfConfig } from '../checks/fleet.ts';

const jobOf = (settings: string) => billFor(fleetOf(`a: { ${settings} }`)).jobs[0];

describe('a job costs a month', () => {
  test.each([
    ['1m', 6, 2.4],
    ['15m', 5, 2.1],
    ['6h', 5, 2.1],
  ])('every %s and plain: %i metrics, $%f, and never more than $2.40', (interval, metrics, usd) => {
    const job = jobOf(`interval: ${interval}, queue: false, items: false`);
    expect(job).toMatchObject({ metrics, alarms: 6, usd: expect.closeTo(usd, 9) });
    expect(job?.usd).toBeLessThanOrEqual(2.4 + 1e-9);
  });

  test.each([
    ['1m', 12, 4.5],
    ['15m', 11, 4.2],
    ['6h', 11, 4.2],
  ])(
    'every %s with queue and items: %i metrics, $%f, and never more than $4.50',
    (interval, metrics, usd) => {
      const job = jobOf(`interval: ${interval}`);
      expect(job).toMatchObject({ metrics, alarms: 9, usd: expect.closeTo(usd, 9) });
      expect(job?.usd).toBeLessThanOrEqual(4.5 + 1e-9);
    },
  );

  test('too rarely for any window: its staleness only', () => {
    const job = jobOf('interval: 2d, queue: false, items: false');
    expect(job).toMatchObject({ metrics: 1, alarms: 2, usd: expect.closeTo(0.5, 9) });
  });

  test('the same while it is paused', () => {
    expect(jobOf('interval: 1m, paused: 9999-12-31T00:00:00Z')?.metrics).toBe(12);
    expect(jobOf('interval: 1m, paused: true')?.usd).toBeCloseTo(4.5, 9);
  });

  test('whatever its name', () => {
    const bill = billFor(fleetOf('":öß/a\\n": { interval: 1m }', '"__proto__x": { interval: 1m }'));
    expect(bill.jobs.map(job => job.metrics)).toEqual([12, 12]);
  });
});

describe('a service costs a month', () => {
  const bill = billFor(fleetOf('a: { interval: 15m }'));

  // Five checks that fail apart send five calls and heartbeats a minute: docs/cost.md weighs it.
  test('$10.58 without any free tier, which is above the goal of $8', () => {
    expect(bill.fixedUsd).toBeCloseTo(10.584, 3);
  });

  test('at most $8 where its requests, runs, schedules and logs are free', () => {
    const free = bill.freeTier.filter(
      ({ unit }) => !['metrics', 'alarms', 'dashboards'].includes(unit),
    );
    expect(bill.fixedUsd - free.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThanOrEqual(8);
  });

  test('8 metrics, 17 alarms and one call a check and minute', () => {
    const quantities = Object.fromEntries(bill.fixed.map(line => [line.item, line.quantity]));
    expect(quantities).toMatchObject({
      'Metrics of the service and its checks': 8,
      'Alarms on the checker and unlisted jobs': 17,
      PutMetricData: 5 * 43_800,
      Scheduler: 5 * 43_800,
    });
  });

  test('$2.59 more while there are unlisted jobs, and nothing where they are not measured', () => {
    const none = billFor(fleetOfConfig('a: { interval: 15m }', 'unlisted: { maximum: 0 }'));
    expect(bill.whileUnlistedUsd).toBeCloseTo(2.5875, 9);
    expect(none.whileUnlistedUsd).toBe(0);
    expect(bill.fixedUsd - none.fixedUsd).toBeCloseTo(1.1 + 0.1125, 9);
  });

  test('a call more where a check sends over 1,000 metrics, as 490 jobs with items do', () => {
    const many = Array.from({ length: 490 }, (_, index) => `j${index}: { interval: 15m }`);
    const calls = billFor(fleetOf(...many)).fixed.find(({ item }) => item === 'PutMetricData');
    expect(calls?.quantity).toBe(6 * 43_800);
  });
});

test('the sum is that of its parts, and the free tier stands apart', () => {
  const bill = billFor(fleetOf('a: { interval: 1m }', 'b: { interval: 6h, queue: false }'));
  expect(bill.totalUsd).toBeCloseTo(bill.jobsUsd + bill.fixedUsd, 9);
  expect(bill.freeTierUsd).toBeGreaterThan(0);
});

test('a dashboard of more than 50 metrics is not free', () => {
  const isFree = (jobs: number) => {
    const lines = Array.from({ length: jobs }, (_, index) => `j${index}: { interval: 15m }`);
    return billFor(fleetOf(...lines)).freeTier.some(({ unit }) => unit === 'dashboards');
  };
  expect([isFree(3), isFree(4)]).toEqual([true, false]);
});

test.each([
  [10_000, 3_000],
  [11_000, 3_100],
  [250_000, 27_000],
  [1_000_000, 64_500],
  [1_000_100, 64_502],
])('%i metrics cost $%i', (metrics, usd) => expect(metricsUsd(metrics)).toBeCloseTo(usd, 6));
