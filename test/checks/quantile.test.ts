import { describe, expect, test } from 'vitest';
import { overflowFactor, quantile } from '../../lib/checks/quantile.ts';

const { POSITIVE_INFINITY: infinity } = Number;

/** Cumulative counts by upper bound. */
function buckets(...counts: readonly [upperBound: number, count: number][]) {
  return counts.map(([upperBound, count]) => ({ upperBound, count }));
}

describe('a quantile', () => {
  test('lies within its bucket as far as its rank', () => {
    const four = buckets([1, 0], [2, 4], [infinity, 4]);
    expect(quantile(0.5, four)).toBe(1.5);
    expect(quantile(0.25, four)).toBe(1.25);
    expect(quantile(1, four)).toBe(2);
  });

  test('lies in the bucket that holds its rank', () => {
    const spread = buckets([1, 2], [10, 6], [100, 10], [infinity, 10]);
    expect(quantile(0.1, spread)).toBe(0.5);
    expect(quantile(0.2, spread)).toBe(1);
    expect(quantile(0.5, spread)).toBe(7.75);
    expect(quantile(0.95, spread)).toBeCloseTo(88.75);
  });

  test('begins at 0 in the lowest bucket, or at a bound below 0', () => {
    expect(quantile(0.5, buckets([10, 4], [infinity, 4]))).toBe(5);
    expect(quantile(0.5, buckets([-10, 4], [0, 4], [infinity, 4]))).toBe(-10);
  });

  test('above the largest finite bound is 1.001 times that bound', () => {
    expect(overflowFactor).toBe(1.001);
    expect(quantile(0.95, buckets([300, 1], [600, 2], [infinity, 20]))).toBe(600 * 1.001);
    expect(quantile(0.95, buckets([600, 0], [infinity, 1]))).toBe(600 * 1.001);
  });

  test('just at the largest finite bound is that bound', () => {
    expect(quantile(0.95, buckets([300, 0], [600, 19], [infinity, 20]))).toBe(600);
  });

  test('bridges buckets that are missing because they gained nothing', () => {
    const all = buckets([1, 0], [5, 2], [10, 2], [20, 4], [infinity, 4]);
    const gained = buckets([1, 0], [5, 2], [20, 4], [infinity, 4]);
    expect(quantile(0.5, gained)).toBe(quantile(0.5, all));
    expect(quantile(0.5, gained)).toBe(5);
  });

  test('needs no order of its buckets', () => {
    expect(quantile(0.5, buckets([infinity, 4], [2, 4], [1, 0]))).toBe(1.5);
  });

  test('takes a count that falls for the one before', () => {
    expect(quantile(0.5, buckets([1, 4], [2, 3], [4, 8], [infinity, 8]))).toBe(1);
    expect(quantile(0.75, buckets([1, 4], [2, 3], [4, 8], [infinity, 8]))).toBe(3);
  });

  test.each([
    ['no bucket', []],
    ['no observation', buckets([1, 0], [infinity, 0])],
    ['no finite bound', buckets([infinity, 4])],
  ])('is unknown with %s', (_, none) => {
    expect(quantile(0.95, none)).toBeUndefined();
  });

  test('has no total above its finite buckets where the topmost row is missing', () => {
    expect(quantile(1, buckets([1, 0], [2, 4]))).toBe(2);
  });
});
