import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { batch } from '../../lib/cloudwatch/batch.ts';

const time = new Date('2026-11-23T10:06:00Z');

function data(count: number, jobLength = 9): MetricDatum[] {
  return Array.from({ length: count }, (_, index) => ({
    MetricName: 'QueueSize',
    Dimensions: [{ Name: 'Job', Value: String(index).padStart(jobLength, 'x') }],
    Timestamp: time,
    Value: index,
  }));
}

test.each([
  [0, []],
  [1, [1]],
  [1000, [1000]],
  [1001, [1000, 1]],
  [2500, [1000, 1000, 500]],
])('%i metrics go in calls of %j', (count, sizes) => {
  expect(batch(data(count)).map(calls => calls.length)).toEqual(sizes);
});

test('long names need calls of less than a megabyte, and no more calls than necessary', () => {
  const batches = batch(data(1500, 1024));
  const bytes = batches.map(
    metrics => JSON.stringify({ Namespace: 'Jobwatch/clipper', MetricData: metrics }).length,
  );
  expect(Math.max(...bytes)).toBeLessThanOrEqual(1_000_000);
  expect(Math.max(...bytes)).toBeGreaterThan(998_000);
  expect(batches).toHaveLength(Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / 1_000_000));
});

test('the order is kept and nothing is lost', () => {
  expect(batch(data(2500)).flat()).toEqual(data(2500));
});
