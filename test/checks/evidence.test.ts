import { describe, expect, it } from 'vitest';
import {
  createThreshold,
  fewestGood,
  findChance,
  findStreaks,
  findWindowChance,
  isEvident,
  lengthenStreak,
  mostOfMinority,
  mostWindowRuns,
} from '../../lib/checks/evidence.ts';
import { DAY, HOUR, MINUTE } from './facts.ts';

describe('the fewest bad runs that are evidence, for a job that runs every minute,', () => {
  const rows = [
    // limit, then of 5, 10, 20, 40, 80, 160, 320 runs
    [5, [4, 5, 6, 8, 10, 14, 21]],
    [20, [5, 7, 10, 14, 20, 34, 66]],
    [50, [6, 10, 15, 22, 42, 82, 162]],
  ] as const;

  it.each(rows)('at %i %', (limit, expected) => {
    const fewestBad = createThreshold({
      limitPercent: limit,
      everySeconds: MINUTE,
      isMajority: false,
      isIntermittent: false,
    });
    expect([5, 10, 20, 40, 80, 160, 320].map(fewestBad)).toEqual(expected);
  });

  it('are always more than the limit allows, by at least one', () => {
    for (const limit of [1, 5, 20, 50, 90]) {
      const fewestBad = createThreshold({
        limitPercent: limit,
        everySeconds: MINUTE,
        isMajority: false,
        isIntermittent: false,
      });
      for (let runs = 1; runs <= 320; runs += 1) {
        expect(fewestBad(runs)).toBeGreaterThanOrEqual(Math.floor((runs * limit) / 100) + 2);
      }
    }
  });

  it('are so many that a job at half its limit has them only as rarely as it may', () => {
    for (const limit of [5, 20, 50]) {
      const fewestBad = createThreshold({
        limitPercent: limit,
        everySeconds: MINUTE,
        isMajority: false,
        isIntermittent: false,
      });
      for (const runs of [5, 10, 40, 160]) {
        expect(findTail(runs, fewestBad(runs), limit / 200)).toBeLessThanOrEqual(
          findWindowChance(MINUTE, runs),
        );
      }
    }
  });

  it.each([
    ['every minute', MINUTE, [5, 6, 7, 9, 12, 16, 23]],
    ['every five minutes', 5 * MINUTE, [4, 5, 6, 8, 11, 15, 22]],
    ['every hour', HOUR, [4, 4, 5, 7, 9, 13, 19]],
  ])('are more for one that fails now and then and runs %s', (_, everySeconds, expected) => {
    const rule = { limitPercent: 5, everySeconds, isMajority: false, isIntermittent: true };
    expect([5, 10, 20, 40, 80, 160, 320].map(createThreshold(rule))).toEqual(expected);
  });

  it('are so many for such a job that chance brings them together twice in a hundred months', () => {
    for (const everySeconds of [MINUTE, 5 * MINUTE, HOUR]) {
      const common = { limitPercent: 5, everySeconds, isMajority: false };
      const usual = createThreshold({ ...common, isIntermittent: false });
      const fewestBad = createThreshold({ ...common, isIntermittent: true });
      for (const runs of [5, 20, 80, 320]) {
        const k = fewestBad(runs);
        const rises = (bad: number) => {
          const others = findTail(runs - 1, bad - 1, 0.025) - findTail(runs - 1, bad, 0.025);
          return ((30 * DAY) / everySeconds) * 0.025 * 0.975 * others;
        };
        expect(rises(k)).toBeLessThanOrEqual(0.02);
        if (k > usual(runs)) expect(rises(k - 1)).toBeGreaterThan(0.02);
      }
    }
  });

  it('are no more for such a job if a majority is needed, or if there are thousands of runs', () => {
    const rule = { limitPercent: 50, everySeconds: MINUTE };
    const fewest = (isMajority: boolean, isIntermittent: boolean, runs: number) =>
      createThreshold({ ...rule, isMajority, isIntermittent })(runs);
    expect(fewest(true, true, 10)).toBe(fewest(true, false, 10));
    expect(fewest(false, true, 1_001)).toBe(fewest(false, false, 1_001));
    expect(fewest(false, true, 1_000)).toBeGreaterThanOrEqual(fewest(false, false, 1_000));
  });

  it.each([
    [50, 3_000, 1_502],
    [50, 1e12, 5e11 + 2],
    [5, 31_000, 1_552],
    [5, 1_001, 52],
    [0, 3_000, 1],
  ])(
    'are hardly more than %i %% in minutes with thousands of runs',
    (limitPercent, runs, expected) => {
      const rule = { limitPercent, everySeconds: MINUTE, isMajority: false, isIntermittent: false };
      expect(createThreshold(rule)(runs)).toBe(expected);
    },
  );

  it('are never fewer if there are more runs', () => {
    const fewestBad = createThreshold({
      limitPercent: 5,
      everySeconds: MINUTE,
      isMajority: false,
      isIntermittent: false,
    });
    for (let runs = 2; runs <= 320; runs += 1) {
      expect(fewestBad(runs)).toBeGreaterThanOrEqual(fewestBad(runs - 1));
    }
  });

  it.each([
    [5, 6],
    [10, 9],
    [20, 15],
    [40, 26],
    [320, 176],
    [3_000, 1_569],
  ])(
    'are a majority of %i runs only if a rate of half would hardly ever give as many',
    (runs, expected) => {
      const rule = {
        limitPercent: 50,
        everySeconds: MINUTE,
        isMajority: true,
        isIntermittent: false,
      };
      expect(createThreshold(rule)(runs)).toBe(expected);
    },
  );

  it('are one if any failure is above the limit', () => {
    const rule = { everySeconds: MINUTE, isMajority: false, isIntermittent: false };
    expect(createThreshold({ ...rule, limitPercent: 0 })(100)).toBe(1);
  });
});

/** The chance that at least this many of the runs are bad, each with this chance, term by term. */
function findTail(runs: number, least: number, share: number): number {
  let tail = 0;
  for (let bad = least; bad <= runs; bad += 1) {
    let term = 1;
    for (let index = 0; index < bad; index += 1) term *= ((runs - index) / (index + 1)) * share;
    tail += term * (1 - share) ** (runs - bad);
  }
  return tail;
}

it('a slower job may look bad by chance more often, as it has fewer chances to', () => {
  expect([1, MINUTE, 10 * MINUTE, HOUR, DAY].map(findChance)).toEqual([
    1e-4, 1e-4, 1e-3, 5e-3, 5e-3,
  ]);
});

it('short windows of a frequent job must be less likely by chance, because they are examined most often', () => {
  expect([5, 40, 80, 320].map(runs => findWindowChance(MINUTE, runs))).toEqual([
    2.5e-5, 5e-5, 1e-4, 1e-4,
  ]);
  expect([1, 2, 4].map(minutes => findWindowChance(minutes * MINUTE, 5))).toEqual([
    2.5e-5, 1e-4, 4e-4,
  ]);
});

it('a window has at most 320 runs, or those of 26 hours', () => {
  expect([MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, 3 * DAY].map(mostWindowRuns)).toEqual([
    320, 312, 26, 4, 0,
  ]);
});

describe('this many failed items are evidence', () => {
  const rule = { limitPercent: 20, chance: 1e-3 };

  it.each([
    ['if most of many failed', 90, 100, true],
    ['if all of few failed', 4, 4, true],
    ['not if only two were handled', 2, 2, false],
    ['not if no more failed than the limit allows', 20, 100, false],
    ['not if hardly more failed than the limit allows', 22, 100, false],
    ['if hardly more of thousands failed', 2_200, 10_000, true],
    ['not if as many of thousands failed as the limit allows', 2_000, 10_000, false],
    ['not if hardly fewer of thousands failed', 1_900, 10_000, false],
    ['not if there is none', 0, 0, false],
  ])('%s', (_, bad, total, expected) => {
    expect(isEvident(bad, total, rule)).toBe(expected);
  });

  it('any failed item if none is allowed', () => {
    expect(isEvident(1, 1_000, { limitPercent: 0, chance: 1e-3 })).toBe(true);
    expect(isEvident(0, 1_000, { limitPercent: 0, chance: 1e-3 })).toBe(false);
    expect(isEvident(0, 0, { limitPercent: 0, chance: 1e-3 })).toBe(false);
  });
});

describe('bad runs in a row that are evidence at once', () => {
  it.each([
    [
      'of a job that runs every minute: five minutes of them, three for a critical alert',
      MINUTE,
      0,
      [5, 3],
    ],
    ['of a job that runs every five minutes: two', 5 * MINUTE, 0, [2, 2]],
    [
      'of a job that runs every ten minutes: its first, two for a critical alert',
      10 * MINUTE,
      0,
      [1, 2],
    ],
    ['of such a job that had others: two', 10 * MINUTE, 1, [2, 2]],
    ['of a job that runs every six hours: its first, whatever was before', 6 * HOUR, 3, [1, 2]],
  ])('%s', (_, every, badBefore, [warning, critical]) => {
    expect(findStreaks(every, badBefore)).toEqual({ warning, critical });
  });

  it.each([
    ['stay what they are for a job that hardly ever fails', 5, { bad: 0, runs: 1_000 }, 5],
    ['are more for a job that fails now and then', 5, { bad: 250, runs: 1_000 }, 8],
    ['are three more at the most', 2, { bad: 900, runs: 1_000 }, 5],
    ['are one more for a frequent job about which nothing is known', 2, { bad: 0, runs: 0 }, 3],
    ['are more the more of few runs were bad', 2, { bad: 10, runs: 100 }, 5],
    ['are hardly more if few of many runs were bad', 2, { bad: 2, runs: 200 }, 3],
    ['stay one if one is enough', 1, { bad: 900, runs: 1_000 }, 1],
  ])('%s', (_, streak, seen, expected) => {
    expect(lengthenStreak(streak, { ...seen, everySeconds: MINUTE })).toBe(expected);
  });
});

describe('good runs in a row that end an incident', () => {
  const good = (badShare: number, everySeconds: number, isRecurring = false) =>
    fewestGood(badShare, { everySeconds, isRecurring });

  it('are fewer if more of the runs were bad', () => {
    expect([1, 0.5, 0.2, 0.05].map(share => good(share, MINUTE))).toEqual([2, 13, 39, 167]);
  });

  it('are fewer for a slower job, which has fewer chances to look good', () => {
    expect([MINUTE, 10 * MINUTE].map(every => good(0.5, every))).toEqual([13, 11]);
  });

  it('are the next two for a job that runs once an hour or less often', () => {
    expect([0.05, 1].map(share => good(share, HOUR))).toEqual([2, 2]);
  });

  it('are the next one for a job that runs less often than every other day', () => {
    expect([DAY, 2 * DAY, 3 * DAY, 30 * DAY].map(every => good(1, every))).toEqual([2, 2, 1, 1]);
    expect(good(0.5, 7 * DAY, true)).toBe(2);
  });

  it('are more for such a job whose bad runs come back', () => {
    expect(good(0.5, HOUR, true)).toBe(10);
  });

  it('never take longer than six hours, or a day if bad runs come back', () => {
    expect(good(0.05, 30 * MINUTE)).toBe(12);
    expect(good(0.05, 30 * MINUTE, true)).toBe(52);
    expect(good(0.05, HOUR, true)).toBe(26);
  });
});

it('a majority is over when fewer of 40 runs fail than would be likely at its limit', () => {
  expect([20, 50, 80].map(mostOfMinority)).toEqual([3, 14, 27]);
});
