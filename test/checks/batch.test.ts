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

  /** Eight hours of a job of which some runs are retried after so many minutes, the last as well. */
  const retrySome = (retried: number, minutes: number) =>
    Array.from({ length: 8 }, (_, hour) => [
      ...(hour === 7 || hour < retried ? [makeRun(minute(hour * 60), { failed: 1 })] : []),
      makeRun(minute(hour * 60 + minutes), { succeeded: 1 }),
    ]).flat();

  it.each([
    ['is a failed run if no more than a run and a quarter ended per interval', 2, 15, ['420: 1/0']],
    ['is an attempt if more did', 3, 15, []],
    [
      'is a failed run if a retry comes soon but only one run more than was due has ended',
      1,
      5,
      ['420: 1/0'],
    ],
    ['is an attempt if a retry comes soon and two more have', 2, 5, []],
    ['is no attempt if no retry has come within ten minutes', 2, 11, ['420: 1/0']],
  ])('%s', (_, retried, minutes, expected) => {
    const batches = batchRuns(retrySome(retried, minutes), HOUR);
    expect(show(batches.filter(({ at, bad }) => at >= minute(420) && bad > 0))).toEqual(expected);
  });

  it('of a job that retries now and then is a failure after three times as long as its retries', () => {
    const day = makeRuns('s*12', HOUR, minute(480));
    const dead = makeRun(minute(1200), { failed: 1 });
    const lateSuccess = makeRun(minute(1220), { succeeded: 1 });
    for (const [minutes, expected] of [
      [1, ['1205: 1/0', '1220: 0/1']],
      [4, ['1212: 1/0', '1220: 0/1']],
    ] as const) {
      const runs = [...retrySome(2, minutes), ...day, dead, lateSuccess];
      expect(show(batchRuns(runs, HOUR)).slice(-2)).toEqual(expected);
    }
  });

  it('counts at once, and says when it was corrected, until it is known that the job retries', () => {
    const runs = retrySome(0, 5);
    expect(batchRuns(runs, HOUR).filter(({ bad }) => bad > 0)).toEqual([
      { at: minute(420), bad: 1, good: 0, neutral: 0, correctedAt: minute(425) },
    ]);
  });

  it('is an attempt although a deployment has just replaced the process', () => {
    const onProcess = (hours: readonly number[], bit: number) =>
      hours.flatMap(hour => [
        makeRun(minute(hour * 60), { failed: 1, failedOn: bit }),
        makeRun(minute(hour * 60 + 1), { succeeded: 1, succeededOn: bit }),
      ]);
    const runs = [...onProcess([0, 1, 2, 3, 4, 5, 6], 1), ...onProcess([7, 8], 2)];
    expect(show(batchRuns(runs, HOUR).slice(-2))).toEqual(['421: 0/1', '481: 0/1']);
  });

  it.each([
    ['is a failure at once if the job succeeds more often than it is due', 3, true],
    ['is an attempt if it only ends more often', 1, false],
  ])('%s', (_, successes, expected) => {
    const runs = Array.from({ length: 12 }, (_, hour) => [
      makeRun(minute(hour * 60), { failed: 1 }),
      ...Array.from({ length: successes }, (_, i) =>
        makeRun(minute(hour * 60 + 5 * (i + 1)), { succeeded: 1 }),
      ),
    ]).flat();
    const isFailure = batchRuns(runs, HOUR).some(({ at, bad }) => at === minute(660) && bad > 0);
    expect(isFailure).toBe(expected);
  });

  it('is a failure at once of a job that was on demand until most of its runs failed', () => {
    const before = Array.from({ length: 240 }, (_, i) => makeRun(minute(i * 10), { succeeded: 1 }));
    const since = Array.from({ length: 72 }, (_, i) =>
      makeRun(minute(2400 + i * 10), i % 6 === 0 ? { succeeded: 1 } : { failed: 1 }),
    );
    const batches = batchRuns([...before, ...since], HOUR);
    expect(batches.filter(({ bad }) => bad > 0)).toHaveLength(60);
    expect(batches.some(({ happenedAt }) => happenedAt !== undefined)).toBe(false);
  });

  it('is not corrected by the next run, however soon that comes after a long one', () => {
    // each second run takes nine of ten minutes, and each fourth of them fails
    const runs = Array.from({ length: 40 }, (_, index) => {
      const at = minute(index * 10 + (index % 2 === 1 ? 9 : 1));
      return makeRun(at, index % 8 === 7 ? { failed: 1 } : { succeeded: 1 });
    });
    expect(batchRuns(runs, 10 * MINUTE).filter(({ bad }) => bad > 0)).toHaveLength(5);
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

  it('is a failure at once if the runs of a longer time are seen together', () => {
    const minutely = makeRuns('s*20');
    const together = makeRun(minute(60), { succeeded: 21, failed: 20 });
    const after = makeRun(minute(61), { failed: 1 });
    const batches = batchRuns([...minutely, together, after], MINUTE);
    expect(show(batches).slice(-2)).toEqual(['60: 20/21', '61: 1/0']);
    expect(show(batchRuns([together, after], MINUTE))).toEqual(['60: 20/21', '61: 1/0']);
  });

  it('is a failure at once if scrapes are several runs apart', () => {
    const pairs = Array.from({ length: 9 }, (_, index) =>
      makeRun(minute(5 * index), { succeeded: 3, failed: 2 }),
    );
    expect(batchRuns(pairs, MINUTE).every(({ bad, good }) => bad === 2 && good === 3)).toBe(true);
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
