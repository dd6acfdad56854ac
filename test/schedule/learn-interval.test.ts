import { expect, test } from 'vitest';
import { learnInterval } from '../../lib/schedule/learn-interval.ts';

const repeat = (gap: number, count: number) => Array.from({ length: count }, () => gap);

test('an outage allows an interval only if one outage is allowed', () => {
  const gaps = [...repeat(600, 20), 6_000];
  expect(learnInterval(gaps, 'even')).toBeUndefined();
  expect(learnInterval(gaps, 'one-outage')).toEqual({ intervalSeconds: 600 });
  expect(learnInterval([...gaps, 6_000], 'one-outage')).toBeUndefined();
});

test('gaps without an outage are even', () => {
  expect(learnInterval(repeat(600, 20), 'even')).toEqual({ intervalSeconds: 600 });
  expect(learnInterval(repeat(600, 20), 'one-outage')).toEqual({ intervalSeconds: 600 });
});

test('runs at one moment have no interval', () => {
  expect(learnInterval(repeat(0, 20), 'even')).toBeUndefined();
});
