import { expect, test } from 'vitest';
import { heatmapOf, heatmapRange } from '../../lib/panels/heatmap.ts';
import { fleetOf } from '../checks/fleet.ts';
import { heatmapExample, tenOClock } from './examples.ts';

const hour = 3600;

test.for([
  [0.25, 300],
  [1, 300],
  [6, 360],
  [24, 1800],
  [168, 3 * hour],
  [92 * 24, 37 * hour],
] as const)('%f h are cut into steps of %i s', ([hours, stepSeconds]) => {
  const range = heatmapRange(tenOClock - hours * hour, tenOClock);
  expect(range.stepSeconds).toBe(stepSeconds);
  expect((range.to - range.from) / stepSeconds).toBeLessThan(60);
});

test('steps end on round times, the last at or before the end', () => {
  const range = heatmapRange(tenOClock - 6 * hour + 60, tenOClock + 60);
  expect(range).toEqual({ from: tenOClock - 6 * hour + 720, to: tenOClock, stepSeconds: 360 });
});

test('a bucket counts what those below it do not, also where one gained nothing', () => {
  const data = heatmapExample();
  if (data.kind !== 'heatmap') throw new Error('no heatmap');
  expect(data.bounds).toEqual([1, 10, Number.POSITIVE_INFINITY]);
  expect(data.columns.map(({ cells }) => cells.map(({ count }) => count))).toEqual([
    [2, 0, 1],
    [0, 0, 0],
  ]);
  expect(data.columns[0]?.cells[0]?.jobs).toEqual([{ name: 'a', count: 2 }]);
  expect(data.columns.map(({ watched }) => watched)).toEqual([true, false]);
});

test('of very many buckets 24 rows remain, and no run is lost', () => {
  const bounds = [...Array.from({ length: 200 }, (_, index) => String(index + 1)), '+Inf'];
  const counts = bounds.map((le, index) => ({
    labels: { job_name: 'a', le },
    times: [tenOClock],
    values: [index + 1],
  }));
  const range = { from: tenOClock, to: tenOClock, stepSeconds: 300 };
  const { bounds: kept, columns } = heatmapOf(fleetOf('a: { interval: 1m }'), {
    range,
    counts,
    bounds: [],
    watched: [],
  });
  expect(kept.length).toBeLessThanOrEqual(24);
  expect(kept.slice(-2)).toEqual([200, Number.POSITIVE_INFINITY]);
  const total = columns[0]?.cells.reduce((sum, { count }) => sum + count, 0);
  expect(total).toBe(201);
});
