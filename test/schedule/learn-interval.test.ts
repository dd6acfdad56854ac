import { expect, test } from 'vitest';
import { findTypicalGap, learnInterval, snap } from '../../lib/schedule/learn-interval.ts';

const repeat = (gap: number, count: number) => Array.from({ length: count }, () => gap);

test('an outage allows an interval only if one outage is allowed', () => {
  const gaps = [...repeat(600, 20), 6_000];
  expect(learnInterval(gaps, 'even')).toBeUndefined();
  expect(learnInterval(gaps, 'one-outage')).toEqual({ intervalSeconds: 600 });
  expect(learnInterval([...gaps, 6_000], 'one-outage')).toBeUndefined();
});

test('a job of few runs with one outage keeps its interval', () => {
  expect(learnInterval([...repeat(600, 5), 6_000], 'one-outage')).toEqual({ intervalSeconds: 600 });
});

test('seven of ten gaps that are alike are enough', () => {
  const gaps = [...repeat(600, 7), 100, 100, 1_600];
  expect(learnInterval(gaps, 'even')).toEqual({ intervalSeconds: 600 });
});

test('a gap that is longer by half still counts as typical, and of two very different gaps neither does', () => {
  expect(findTypicalGap([600, 600, 600, 900])).toEqual({ typicalSeconds: 675, share: 1 });
  expect(findTypicalGap([100, 1_000])).toEqual({ typicalSeconds: 550, share: 0 });
});

test('an interval within a tenth of a round one is taken as that one', () => {
  expect([330, 331].map(snap)).toEqual([300, 360]);
});

test('gaps without an outage are even', () => {
  expect(learnInterval(repeat(600, 20), 'even')).toEqual({ intervalSeconds: 600 });
  expect(learnInterval(repeat(600, 20), 'one-outage')).toEqual({ intervalSeconds: 600 });
});

test('runs at one moment have no interval', () => {
  expect(learnInterval(repeat(0, 20), 'even')).toBeUndefined();
});
