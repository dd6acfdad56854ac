import { expect, test } from 'vitest';
import { countRunsByCell, planColumns } from '../../lib/panels/heatmap.ts';
import { exampleFacts, heatmapExample, tenOClock } from './examples.ts';

const hour = 3600;
const column = { from: tenOClock, to: tenOClock, stepSeconds: 300 };
const counts = ({ columns }: ReturnType<typeof countRunsByCell>) =>
  columns.map(({ cells }) => cells.map(({ count }) => count));

test.for([
  [0.25, 300],
  [1, 300],
  [6, 360],
  [24, 1800],
  [168, 3 * hour],
  [92 * 24, 37 * hour],
] as const)('%f h are cut into steps of %i s', ([hours, stepSeconds]) => {
  const columns = planColumns({ from: tenOClock - hours * hour, to: tenOClock });
  expect(columns.stepSeconds).toBe(stepSeconds);
  expect((columns.to - columns.from) / stepSeconds).toBeLessThan(60);
});

test('columns end at round times, the last one at or before the end', () => {
  const columns = planColumns({ from: tenOClock - 6 * hour + 60, to: tenOClock + 60 });
  expect(columns).toEqual({ from: tenOClock - 6 * hour + 720, to: tenOClock, stepSeconds: 360 });
});

test('a column that was not watched differs from one without a run', () => {
  const watched = [{ from: tenOClock - 400, to: tenOClock - 350 }];
  const columns = { from: tenOClock - 300, to: tenOClock, stepSeconds: 300 };
  const data = countRunsByCell([exampleFacts('a', { watched })], columns);
  expect(data.columns.map(column => column.watched)).toEqual([true, false]);
});

test('a run that is only known by its bucket is in that bucket, with its job', () => {
  const data = heatmapExample();
  if (data.kind !== 'heatmap') throw new Error('no heatmap');
  expect(data.bounds).toEqual([1, 10, Number.POSITIVE_INFINITY]);
  expect(counts(data)).toEqual([
    [2, 0, 1],
    [0, 0, 0],
  ]);
  expect(data.columns[0]?.cells[0]?.jobs).toEqual([{ name: 'a', count: 2 }]);
  expect(data.columns.map(({ watched }) => watched)).toEqual([true, false]);
});

test('runs of exact duration are in the original’s buckets if no histogram is known', () => {
  const run = (seconds: number) => ({ at: tenOClock, low: seconds, high: seconds, count: 1 });
  const data = countRunsByCell(
    [exampleFacts('a', { durations: [0.1, 0.2, 45, 700].map(run) })],
    column,
  );
  expect(data.bounds).toEqual([
    0.1,
    0.5,
    1,
    5,
    10,
    30,
    60,
    120,
    300,
    600,
    Number.POSITIVE_INFINITY,
  ]);
  expect(counts(data)).toEqual([[1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1]]);
});

test('a run at the edge of two columns is in the one that ends with it', () => {
  const durations = [tenOClock - 300, tenOClock].map(at => ({ at, low: 2, high: 2, count: 1 }));
  const columns = { from: tenOClock - 300, to: tenOClock, stepSeconds: 300 };
  const data = countRunsByCell([exampleFacts('a', { durations, bounds: [5] })], columns);
  expect(counts(data)).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('of very many buckets 24 rows remain, and no run is lost', () => {
  const bounds = Array.from({ length: 200 }, (_, index) => index + 1);
  const durations = [...bounds, 250].map(high => ({
    at: tenOClock,
    low: high === 250 ? 200 : high - 1,
    high: high === 250 ? Number.POSITIVE_INFINITY : high,
    count: 1,
  }));
  const data = countRunsByCell([exampleFacts('a', { durations, bounds })], column);
  expect(data.bounds.length).toBeLessThanOrEqual(24);
  expect(data.bounds.slice(-2)).toEqual([200, Number.POSITIVE_INFINITY]);
  expect(counts(data)[0]?.reduce((sum, count) => sum + count, 0)).toBe(201);
});
