import { describe, expect, test } from 'vitest';
import { queue } from '../../lib/checks/queue.ts';
import { fleetOf, fleetOfConfig } from './fleet.ts';
import { deriveFrom, type Lines, told } from './samples.ts';

const one = fleetOf('a: { interval: 1m }');
const tell = (lines: Lines, fleet = one) => told(deriveFrom(queue, fleet, lines));

describe('the growth of a queue', () => {
  test.each([
    ['is 0 while 100 wait', 100, 1, 0],
    ['counts from 101', 101, 1, 101],
    ['is the ratio to ten minutes ago', 300, 150, 2],
    ['is below 1 where it shrinks', 150, 300, 0.5],
    ['takes an empty queue for 1', 400, 0, 400],
    ['takes less than 1 for 1', 400, 0.5, 400],
    ['is 0 where ten minutes ago is not a number', 400, Number.NaN, 0],
    ['is 0 where ten minutes ago is infinite', 400, Number.POSITIVE_INFINITY, 0],
  ])('%s: %d after %d is %d', (_, size, before, ratio) => {
    expect(tell({ size: [`a ${size}`], before: [`a ${before}`] })).toEqual([
      `a QueueSize ${size}`,
      `a QueueGrowthRatio ${ratio}`,
    ]);
  });

  test('is 0 where nothing is known of ten minutes ago', () => {
    expect(tell({ size: ['a 400'], before: [] })).toEqual([
      'a QueueSize 400',
      'a QueueGrowthRatio 0',
    ]);
  });
});

describe('nothing is said', () => {
  test.each([
    ['of a queue that is not exported', { size: [], before: ['a 5'] }],
    ['of a size that is not a number', { size: ['a NaN'], before: ['a 5'] }],
    ['of a size that is infinite', { size: ['a Infinity'], before: ['a 5'] }],
    ['where nothing was answered', {}],
  ])('%s', (_, lines) => {
    expect(tell(lines)).toEqual([]);
  });

  test('of a job that has no queue', () => {
    const fleet = fleetOf('a: { interval: 1m, queue: false }');
    expect(tell({ size: ['a 500'] }, fleet)).toEqual([]);
  });
});

test('an empty queue is 0, which is not the same as none', () => {
  expect(tell({ size: ['a 0'], before: ['a 0'] })).toEqual([
    'a QueueSize 0',
    'a QueueGrowthRatio 0',
  ]);
});

test('a job nobody listed has a queue as well, where those are measured', () => {
  const lines = { size: ['a 1', 'new 500'], before: ['new 100'] };
  expect(tell(lines)).toContain('new QueueGrowthRatio 5');
  const closed = fleetOfConfig('a: { interval: 1m }', 'unlisted: { maximum: 0 }');
  expect(tell(lines, closed)).toEqual(['a QueueSize 1', 'a QueueGrowthRatio 0']);
});

test('a queue has nothing to note', () => {
  expect(deriveFrom(queue, one, { size: ['a 5'] }).notes).toEqual([]);
});
