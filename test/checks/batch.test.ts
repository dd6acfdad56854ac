import { describe, expect, it } from 'vitest';
import { type Batch, batchDurations, batchItems, batchRuns } from '../../lib/checks/batch.ts';
import type { RunFact } from '../../lib/model/facts.ts';
import { HOUR, MINUTE, makeItems, makeRun, makeRuns, minute, start } from './facts.ts';

/** Batches as `minute: bad/good`, with the neutral ones after it. */
const show = (batches: readonly Batch[]) =>
  batches.map(({ at, bad, good, neutral }) => {
    const rest = neutral > 0 ? ` +${neutral}` : '';
    return `${(at - start) / MINUTE}: ${bad}/${good}${rest}`;
  });

describe('runs of a minute', () => {
  it('are bad, good or neither', () => {
    expect(show(batchRuns(makeRuns('sfok'), MINUTE))).toEqual(['0: 0/1', '1: 1/0', '2: 0/0 +1']);
  });

  it('are counted together, whatever their outcome', () => {
    const runs = [
      makeRun(minute(0), { succeeded: 1, failed: 1 }),
      makeRun(minute(1), { succeeded: 1, other: 1 }),
      makeRun(minute(2), { failed: 1, other: 1 }),
    ];
    expect(show(batchRuns(runs, undefined))).toEqual(['0: 1/1', '1: 0/1 +1', '2: 1/0 +1']);
  });

  it('count at once for a job that runs once an interval', () => {
    const runs = makeRuns('sssssssssfs', HOUR);
    expect(show(batchRuns(runs, HOUR)).slice(-2)).toEqual(['540: 1/0', '600: 0/1']);
  });
});

describe('an attempt that failed', () => {
  /**
   * An hourly job of which each run fails twice before it succeeds, and which then no longer
   * succeeds.
   */
  const attempts = Array.from({ length: 10 }, (_, hour) => hour * 60).flatMap(at => [
    makeRun(minute(at), { failed: 1 }),
    makeRun(minute(at + 2), { failed: 1 }),
    makeRun(minute(at + 4), { succeeded: 1 }),
  ]);

  it('is not a failure if a retry corrects it', () => {
    expect(show(batchRuns(attempts, HOUR)).slice(-3)).toEqual(['424: 0/1', '484: 0/1', '544: 0/1']);
  });

  it('is a failure if its target had no success, or one that came too late', () => {
    const runs = [
      ...attempts,
      makeRun(minute(600), { failed: 1 }),
      // a total shows that something ended here, but not what
      makeRun(minute(602), { failed: 1, succeededOn: 1 }),
      makeRun(minute(633), { succeeded: 1 }),
    ];
    const expected = ['630: 1/0', '632: 1/0', '633: 0/1'];
    expect(show(batchRuns(runs, HOUR)).slice(-3)).toEqual(expected);
  });

  it('can be corrected by a success that comes at most half an interval later', () => {
    const inTime = [...attempts, makeRun(minute(600), { failed: 1 })];
    const good = makeRun(minute(630), { succeeded: 1 });
    expect(show(batchRuns([...inTime, good], HOUR)).slice(-2)).toEqual(['544: 0/1', '630: 0/1']);
  });

  it('is a failure once it is too late for a retry, half an interval later', () => {
    const last = [makeRun(minute(600), { failed: 1 }), makeRun(minute(602), { failed: 1 })];
    const batches = batchRuns([...attempts, ...last], HOUR).filter(({ bad }) => bad > 0);
    expect(batches.slice(-2)).toEqual([
      { at: minute(630), happenedAt: minute(600), bad: 1, good: 0, neutral: 0 },
      { at: minute(632), happenedAt: minute(602), bad: 1, good: 0, neutral: 0 },
    ]);
  });

  it('of a rare job is a failure after three times as long as its retries have taken', () => {
    const nights = Array.from({ length: 5 }, (_, night) => night * 24 * 60).flatMap(at => [
      makeRun(minute(at), { failed: 1 }),
      makeRun(minute(at + 40), { succeeded: 1 }),
    ]);
    const last = makeRun(minute(5 * 24 * 60), { failed: 1 });
    const batches = batchRuns([...nights, last], 24 * HOUR).filter(({ bad }) => bad > 0);
    expect(batches.at(-1)).toMatchObject({ at: minute(5 * 24 * 60 + 120), happenedAt: last.at });
  });

  it('that counts late is placed among the runs that came before it counted', () => {
    const last = [makeRun(minute(600), { failed: 1 }), makeRun(minute(664), { succeeded: 1 })];
    const batches = show(batchRuns([...attempts, ...last], HOUR));
    expect(batches.slice(-3)).toEqual(['544: 0/1', '630: 1/0', '664: 0/1']);
  });

  it.each([
    ['is a failed run if no more than a run and a quarter ended per interval', 11, ['420: 1/0']],
    ['is an attempt if more did', 12, []],
  ])('%s', (_, ends, expected) => {
    const runs = Array.from({ length: 8 }, (_, hour) => {
      const isRetried = hour === 7 || hour < ends - 9;
      return [
        ...(isRetried ? [makeRun(minute(hour * 60), { failed: 1 })] : []),
        makeRun(minute(hour * 60 + 5), { succeeded: 1 }),
      ];
    });
    const last = batchRuns(runs.flat(), HOUR).filter(({ at, bad }) => at >= minute(420) && bad > 0);
    expect(show(last)).toEqual(expected);
  });

  it('is judged by what ended in the ten intervals up to it, and by nothing later', () => {
    const once = Array.from({ length: 12 }, (_, hour) => [
      makeRun(minute(hour * 60), { [hour === 11 ? 'failed' : 'other']: 1 }),
    ]).flat();
    const many = (at: number) =>
      Array.from({ length: 9 }, (_, i) => makeRun(minute(at + i), { other: 1 }));
    const isFailure = (runs: readonly RunFact[]) =>
      batchRuns(runs, HOUR).some(({ at, bad }) => at === minute(660) && bad > 0);
    expect(isFailure(once)).toBe(true);
    expect(isFailure([...many(52), ...once.slice(2)])).toBe(true);
    expect(isFailure([...many(61), ...once.slice(2)])).toBe(false);
    expect(isFailure([...once, ...many(661)])).toBe(true);
  });

  it('is a failure at once if a replica, and not a retry, succeeds', () => {
    const runs = Array.from({ length: 10 }, (_, hour) => hour * 60).flatMap(at => [
      makeRun(minute(at), { failed: 1, failedOn: 0b01 }),
      makeRun(minute(at + 1), { succeeded: 1, succeededOn: 0b10 }),
    ]);
    expect(show(batchRuns(runs, HOUR)).slice(-2)).toEqual(['540: 1/0', '541: 0/1']);
  });
});

describe('durations against a limit of 300 s', () => {
  const batch = (low: number, high: number) =>
    show(batchDurations([{ at: start, low, high, count: 2 }], 300));

  it.each([
    ['are good up to the limit', 300, 300, '0: 0/2'],
    ['are bad above it', 300.1, 300.1, '0: 2/0'],
    ['are good in a bucket that ends at it', 120, 300, '0: 0/2'],
    ['are bad in a bucket that begins at it', 300, 600, '0: 2/0'],
    ['are bad above the highest bound', 600, Number.POSITIVE_INFINITY, '0: 2/0'],
    ['are neither if it lies inside their bucket', 120, 600, '0: 0/0 +2'],
  ])('%s', (_, low, high, expected) => {
    expect(batch(low, high)).toEqual([expected]);
  });

  it('of one minute are counted together', () => {
    const facts = [10, 400, 20].map(value => ({ at: start, low: value, high: value, count: 1 }));
    expect(show(batchDurations(facts, 300))).toEqual(['0: 1/2']);
  });
});

describe('a minute with items', () => {
  it('is bad if more of them failed than the limit allows, and counts once', () => {
    expect(show(batchItems(makeItems('8/2/0 7/3/0 0/0/9 0/1/0'), 20))).toEqual([
      '0: 0/1',
      '1: 1/0',
      '3: 1/0',
    ]);
  });
});
