import { describe, expect, test } from 'vitest';
import { items } from '../../lib/checks/items.ts';
import { fleetOf } from './fleet.ts';
import { deriveFrom, type Lines, told } from './samples.ts';

const one = fleetOf('a: { interval: 1m }');
const tell = (rows: readonly string[], alive: readonly string[] = ['a 1']) =>
  told(deriveFrom(items, one, { alive, 'items in 600 s': rows }));
const rate = (...rows: readonly string[]) => tell(rows)[0];

describe('the failure rate of items', () => {
  test.each([
    ['is 0 where there were none', [], 0],
    ['is 0 where all succeeded', ['a status=success 4'], 0],
    ['is 100 where all failed', ['a status=failed 4'], 100],
    ['is the failed of failed and succeeded', ['a status=failed 1', 'a status=success 3'], 25],
    ['does not know of skipped ones', ['a status=failed 1', 'a status=skipped 99'], 100],
    ['is 0 where all were skipped', ['a status=skipped 99'], 0],
    ['is 0 of 0', ['a status=failed 0', 'a status=success 0'], 0],
    ["is not another job's", ['b status=failed 9', 'a status=success 1'], 0],
  ])('%s', (_, rows, percent) => {
    expect(rate(...rows)).toBe(`a ItemFailureRatePercent ${percent}`);
  });
});

test('items are counted a minute of the window', () => {
  const rows = ['a status=success 20', 'a status=failed 5', 'a status=skipped 40'];
  expect(tell(rows)).toEqual([
    'a ItemFailureRatePercent 20',
    'a ItemsSucceededPerMinute 2',
    'a ItemsFailedPerMinute 0.5',
    'a ItemsSkippedPerMinute 4',
  ]);
});

test("the rate is that of the job's own window", () => {
  const fleet = fleetOf('slow: { interval: 1h }');
  const lines: Lines = {
    alive: ['slow 1'],
    'items in 600 s': ['slow status=failed 3'],
    'items in 10800 s': ['slow status=success 180'],
  };
  expect(told(deriveFrom(items, fleet, lines)).slice(0, 2)).toEqual([
    'slow ItemFailureRatePercent 0',
    'slow ItemsSucceededPerMinute 1',
  ]);
});

describe('nothing is said', () => {
  const rows = ['a status=failed 3'];

  test('of a job whose target is down or that is not known', () => {
    expect(tell(rows, [])).toEqual([]);
  });

  test('where nothing was answered', () => {
    expect(told(deriveFrom(items, one, {}))).toEqual([]);
  });

  test.each([
    ['has no items', 'a: { interval: 1m, items: false }'],
    ['has no window', 'a: { interval: 7d }'],
  ])('of a job that %s', (_, job) => {
    const lines = { alive: ['a 1'], 'items in 600 s': rows };
    expect(told(deriveFrom(items, fleetOf(job), lines))).toEqual([]);
  });
});

test('a job nobody listed is measured over the original window', () => {
  expect(tell(['new status=failed 2', 'new status=success 2'], ['a 1', 'new 1'])).toContain(
    'new ItemFailureRatePercent 50',
  );
});

test('no count is asked for jobs without items', () => {
  const fleet = fleetOf('a: { interval: 1m }', 'slow: { interval: 6h, items: false }');
  expect(Object.keys(items.queries(fleet))).toEqual(['alive', 'unwatched', 'items in 600 s']);
});

test('items have nothing to note', () => {
  expect(deriveFrom(items, one, { alive: ['a 1'] }).notes).toEqual([]);
});

test('no item is no failure only where somebody looked', () => {
  const lines = { alive: ['a job=app 1'], unwatched: [' job=app window=600 1'] };
  expect(told(deriveFrom(items, one, lines))[0]).toBe('a ItemsSucceededPerMinute 0');
  const rows = ['a status=failed 1', 'a status=success 3'];
  expect(told(deriveFrom(items, one, { ...lines, 'items in 600 s': rows }))[0]).toBe(
    'a ItemFailureRatePercent 25',
  );
});
