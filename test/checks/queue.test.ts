import { describe, expect, it } from 'vitest';
import { queue } from '../../lib/checks/queue.ts';
import type { QueueFact } from '../../lib/model/facts.ts';
import { findAbove, makeFacts, makeJob, measure, minute } from './facts.ts';

const job = makeJob('{ interval: 5m }');

/** The size from each minute on. */
const sizes = (list: Readonly<Record<number, number | undefined>>): QueueFact[] =>
  Object.entries(list).map(([at, size]) => ({ at: minute(Number(at)), size }));

const measureAt = (facts: readonly QueueFact[], at: number, of = job) =>
  measure(queue, makeFacts({ queue: facts }), { job: of, at });

/** A queue that grows by ten per minute and is drained at each full hour. */
const sawtooth = (hours: number) =>
  Array.from({ length: hours * 60 }, (_, count) => ({
    at: minute(count),
    size: 10 * (count % 60),
  }));

describe('the queue', () => {
  it('has the last size that was seen', () => {
    expect(measureAt(sizes({ 0: 5, 10: 7 }), minute(12)).QueueSize).toBe(7);
  });

  it('is not known before it is first seen, nor when it is no longer known', () => {
    expect(measureAt(sizes({ 0: 5 }), minute(-1))).toEqual({});
    expect(measureAt(sizes({ 0: 5, 10: undefined }), minute(12))).toEqual({});
  });
});

describe('its growth', () => {
  it('compares with its size ten minutes ago', () => {
    expect(measureAt(sizes({ 0: 200, 10: 500 }), minute(15)).QueueGrowthRatio).toBe(2.5);
  });

  it('is 0 for a small queue, however it grows', () => {
    expect(measureAt(sizes({ 0: 1, 10: 100 }), minute(15)).QueueGrowthRatio).toBe(0);
  });

  it('compares with one entry if the queue was empty', () => {
    expect(measureAt(sizes({ 0: 0, 10: 300 }), minute(15)).QueueGrowthRatio).toBe(300);
  });

  it('compares with its size one run of a slow job ago, if that was larger', () => {
    const slow = makeJob('{ interval: 2h }');
    const list = sizes({ 0: 500, 60: 310, 125: 600 });
    expect(measureAt(list, minute(130), slow).QueueGrowthRatio).toBe(1.2);
    expect(measureAt(list, minute(130), job).QueueGrowthRatio).toBeCloseTo(600 / 310, 9);
  });

  it('of a slow job is not known if its size one run ago is not known', () => {
    const slow = makeJob('{ interval: 2h }');
    expect(measureAt(sizes({ 0: 200, 10: 500 }), minute(15), slow)).toEqual({ QueueSize: 500 });
    const hole = sizes({ 0: 200, 100: undefined, 125: 500 });
    expect(measureAt(hole, minute(130), slow)).toEqual({ QueueSize: 500 });
  });

  it('of an unknown unlisted job compares with its size ten minutes ago', () => {
    const unlisted = { ...job, listed: false, intervalSeconds: undefined };
    expect(measureAt(sizes({ 0: 200, 10: 500 }), minute(15), unlisted).QueueGrowthRatio).toBe(2.5);
  });

  it('ignores peaks that are older than six hours', () => {
    const list = sizes({ 0: 400, 5: 100, 380: 300 });
    expect(measureAt(list, minute(360 + 4), job).QueueGrowthRatio).toBe(0);
    expect(measureAt(list, minute(381), job).QueueGrowthRatio).toBe(3);
    const newer = sizes({ 0: 400, 30: 400, 35: 100, 380: 300 });
    expect(measureAt(newer, minute(381), job).QueueGrowthRatio).toBe(0.75);
    expect(measureAt(newer, minute(389), job).QueueGrowthRatio).toBe(0.75);
  });

  it('ignores a peak unless the queue fell to half of its present size since', () => {
    const fell = (low: number) => sizes({ 0: 900, 60: low, 125: 600 });
    expect(measureAt(fell(300), minute(130), job).QueueGrowthRatio).toBeCloseTo(600 / 900, 9);
    expect(measureAt(fell(301), minute(130), job).QueueGrowthRatio).toBeCloseTo(600 / 301, 9);
  });

  it('is not known if the earlier size is not known', () => {
    expect(measureAt(sizes({ 10: 500 }), minute(15))).toEqual({ QueueSize: 500 });
  });

  it('is 0 for a queue that is drained every hour', () => {
    const facts = sawtooth(6);
    const growth = (at: number) => {
      return at < minute(70) ? 0 : measureAt(facts, at).QueueGrowthRatio;
    };
    expect(findAbove(growth, { limit: 1.5, minutes: 359 })).toBe('');
  });

  it('is above 0 if such a queue is no longer drained', () => {
    const stuck = Array.from({ length: 120 }, (_, count) => ({
      at: minute(180 + count),
      size: 10 * count + 100 * Math.max(0, count - 60),
    }));
    const growth = (at: number) => measureAt([...sawtooth(3), ...stuck], at).QueueGrowthRatio;
    expect(findAbove(growth, { limit: 1.5, minutes: 299 })).toMatch(/2[45]\d-\d+$/);
  });

  it('is 0 if the queue only fills between two runs of a slow job', () => {
    const facts = Array.from({ length: 600 }, (_, count) => ({
      at: minute(count),
      size: 5 * (count % 120),
    }));
    const slow = makeJob('{ interval: 2h }');
    const growth = (at: number) =>
      at < minute(250) ? 0 : measureAt(facts, at, slow).QueueGrowthRatio;
    expect(findAbove(growth, { limit: 1.5, minutes: 599 })).toBe('');
  });
});
