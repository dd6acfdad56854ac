import { describe, expect, it } from 'vitest';
import type { Batch } from '../../lib/checks/batch.ts';
import { batchRuns } from '../../lib/checks/batch.ts';
import type { Recovery } from '../../lib/checks/incident.ts';
import { createRunEvidence } from '../../lib/checks/run-evidence.ts';
import { listRunWindows } from '../../lib/checks/run-windows.ts';
import { HOUR, MINUTE, makeRuns, minute } from './facts.ts';

type Options = Readonly<{
  every?: number | undefined;
  severity?: 'warning' | 'critical';
  limitPercent?: number;
  hasUnknownPast?: boolean;
}>;

const usual = { limitPercent: 5, severity: 'warning', hasUnknownPast: false } as const;

const create = (batches: readonly Batch[], options: Options = {}) => {
  const { severity = 'warning', limitPercent = severity === 'critical' ? 50 : 5 } = options;
  const { hasUnknownPast = false } = options;
  const everySeconds = 'every' in options ? options.every : MINUTE;
  return createRunEvidence(batches, { severity, limitPercent, everySeconds, hasUnknownPast });
};

/** Bad runs in a row at the end, and how many are needed: `3/5`. */
function findStreak(batches: readonly Batch[], options: Options = {}): string {
  const { length, needed } = create(batches, options).streak(batches, 0, batches.length - 1);
  return `${length}/${needed}`;
}

const good = (count: number) => batchRuns(makeRuns('s'.repeat(count)), undefined);
const bad = (at: number, count = 1): Batch => ({ at: minute(at), bad: count, good: 0, neutral: 0 });

describe('bad runs in a row', () => {
  it.each([
    ['are counted up to the last', 's*30fff', {}, '3/5'],
    ['are none after a good one', 's*30fffs', {}, '0/5'],
    ['are not interrupted by other outcomes', 's*30fofo', {}, '2/5'],
    ['are as many as there are if nothing else is known', 'fff', {}, '3/5'],
    ['take more if the job has failed before', `${'sf'.repeat(15)}sfff`, {}, '3/7'],
    ['take three for a critical alert', 's*100ff', { severity: 'critical' }, '2/3'],
    ['take two if the rhythm is not known', 's*30f', { every: undefined }, '1/2'],
  ] as const)('%s', (_, letters, options, expected) => {
    expect(findStreak(batchRuns(makeRuns(letters), undefined), options)).toBe(expected);
  });

  it('take two if the limit allows one failure in five, unless the job runs every six hours', () => {
    const find = (every: number, limitPercent: number) =>
      findStreak(batchRuns(makeRuns('s*30f', every), undefined), { every, limitPercent });
    expect([5, 10, 20, 50].map(limit => find(HOUR, limit))).toEqual(['1/1', '1/1', '1/2', '1/2']);
    expect(find(6 * HOUR, 20)).toBe('1/1');
    const again = batchRuns(makeRuns('s*30fs*5f', HOUR), undefined);
    expect(findStreak(again, { every: HOUR, limitPercent: 20 })).toBe('1/2');
  });

  it('need not be more than one if the limit is 0 %', () => {
    const runs = [...good(30), bad(30)];
    expect(create(runs, { limitPercent: 0 }).findEvidence(runs, 0, 30)).toBeDefined();
    expect(create(runs, { limitPercent: 1 }).findEvidence(runs, 0, 30)).toBeUndefined();
  });

  it('cover several intervals, and not several replicas', () => {
    expect(findStreak([...good(30), bad(30, 4)])).toBe('1/5');
    expect(findStreak([...good(30), bad(30, 4), bad(31, 4)])).toBe('2/5');
    expect(findStreak([...good(30), bad(30, 4)], { every: undefined })).toBe('4/2');
  });

  it('are enough if runs hang, so that few end in the time of many', () => {
    expect(findStreak([...good(30), bad(49)])).toBe('1/5');
    expect(findStreak([...good(30), bad(49), bad(69)])).toBe('5/5');
    expect(findStreak([...good(30), bad(31), bad(32)])).toBe('2/5');
    expect(findStreak([...good(30), bad(32), bad(34)])).toBe('5/5');
    expect(findStreak([bad(0), bad(9)])).toBe('5/5');
  });

  it('that count late are ordered by when they happened', () => {
    const late = { ...bad(69), happenedAt: minute(31) };
    expect(findStreak([...good(30), bad(30), late])).toBe('2/5');
  });

  it('are none if a good run ended in the same minute, except for a job that needs only one', () => {
    const mixed = { at: minute(720), bad: 1, good: 1, neutral: 0 };
    expect(findStreak([...good(30), mixed])).toBe('0/5');
    const rare = batchRuns(makeRuns('sss', 2 * HOUR), undefined);
    expect(findStreak([...rare, mixed], { every: 2 * HOUR })).toBe('1/1');
    expect(findStreak([...rare, { ...mixed, bad: 0 }], { every: 2 * HOUR })).toBe('0/1');
  });

  it('are enough if one fails soon after a good one and the job runs rarely', () => {
    const rare = batchRuns(makeRuns('s*9', 2 * HOUR), undefined);
    expect(findStreak([...rare, bad(8 * 120 + 10)], { every: 2 * HOUR })).toBe('1/1');
  });

  it('continue from the first batch that counts', () => {
    const batches = batchRuns(makeRuns('s*30fff'), undefined);
    expect(create(batches).streak(batches, 32, 32)).toEqual({ from: 32, length: 1, needed: 5 });
  });
});

describe('good runs that end an incident', () => {
  const fewest = (letters: string, every: number, share = 0.99, of: Recovery['of'] = 'runs') =>
    create(batchRuns(makeRuns(letters, every), undefined), { every }).fewestGood(
      share,
      letters.length - 1,
      of,
    );

  it('are as many as the runs require since failures began to come back', () => {
    expect(fewest('fsfsf', HOUR)).toBe(8);
    expect(fewest('fsfsfsssss', HOUR)).toBe(8);
    expect(fewest(`s*30fsfsf${'s'.repeat(40)}`, HOUR)).toBe(8);
    expect(fewest('fsfsfsssss', HOUR / 2)).toBe(8);
  });

  it('are the next two of an hourly job whose failures came back once, or long before', () => {
    expect(fewest('fssssfssss', HOUR)).toBe(2);
    expect(fewest(`fsf${'s'.repeat(37)}f`, HOUR)).toBe(2);
    expect(fewest(`fsf${'s'.repeat(36)}f`, HOUR)).toBe(26);
    expect(fewest('sss', HOUR)).toBe(2);
  });

  it('are the next two of an hourly job however many of the runs of one incident were bad', () => {
    expect(fewest('ffsff', HOUR, 0.5)).toBe(2);
    expect(fewest('ffsffsff', HOUR, 0.5)).toBe(10);
  });

  it('are the next two for a critical alert if no majority of the runs came back bad', () => {
    const fewestCritical = (letters: string) =>
      create(batchRuns(makeRuns(letters, HOUR), undefined), {
        every: HOUR,
        severity: 'critical',
      }).fewestGood(0.6, letters.length - 1, 'runs');
    expect(['fsfssf', 'fsfsf'].map(fewestCritical)).toEqual([2, 8]);
  });

  it('are as many as the share of bad runs in the incident requires if that is lower', () => {
    expect(fewest('fsfsfsssss', HOUR / 2, 0.3)).toBe(20);
    expect(fewest('fsfsfsssss', HOUR / 2, 0.9, 'rounds')).toBe(3);
  });
});

describe('failures that are not in a row', () => {
  const isEvident = (letters: string, every: number) => {
    const batches = batchRuns(makeRuns(letters, every), undefined);
    return create(batches, { every }).findEvidence(batches, 0, batches.length - 1) !== undefined;
  };

  it('are evidence as long as some of the runs that would show a recovery are bad', () => {
    const spread = 'sf'.repeat(20);
    expect(isEvident(`${spread}${'s'.repeat(20)}`, MINUTE)).toBe(true);
    expect(isEvident(`${spread}${'s'.repeat(45)}`, MINUTE)).toBe(false);
    expect(isEvident('ssf'.repeat(7).concat('sss'), HOUR)).toBe(true);
  });

  it('do not count if they are more than a day old', () => {
    expect(isEvident(`${'fs'.repeat(4)}${'s'.repeat(31)}f`, HOUR)).toBe(false);
  });

  it('are no longer a majority once few of forty runs are bad', () => {
    const isBelow = (count: number) =>
      create(good(count), { severity: 'critical' }).isBelow?.(0, count - 1);
    expect([39, 40].map(isBelow)).toEqual([false, true]);
  });
});

describe('the windows that are examined', () => {
  const listRanges = (letters: string, every: number, first = 0) => {
    const batches = batchRuns(makeRuns(letters, every), undefined);
    const rule = { ...usual, everySeconds: every };
    return listRunWindows(batches, { first, last: batches.length - 1 }, rule).map(
      ({ runs, bad, needed }) => `${bad}/${runs}, ${needed} needed`,
    );
  };

  it('have 5 to 320 runs, if there are so many', () => {
    expect(listRanges('s*11fs', MINUTE)).toEqual([
      '1/5, 4 needed',
      '1/10, 5 needed',
      '1/13, 5 needed',
    ]);
    expect(listRanges('fs*9', MINUTE)).toEqual(['0/5, 4 needed', '1/10, 5 needed']);
    expect(listRanges('s*399f', MINUTE).at(-1)).toBe('1/320, 21 needed');
  });

  it('need more failures if runs before them failed three times, but not the longest', () => {
    const listNeeded = (letters: string, hasUnknownPast = false) => {
      const batches = batchRuns(makeRuns(letters), undefined);
      const range = { first: 0, last: batches.length - 1 };
      const rule = { ...usual, everySeconds: MINUTE, hasUnknownPast };
      return listRunWindows(batches, range, rule)
        .map(({ needed, isStricter }) => `${needed}${isStricter ? '!' : ''}`)
        .join(' ');
    };
    expect(listNeeded('fsfss*400')).toBe('4 5 6 8 10 14 21');
    expect(listNeeded('fsfsfs*400')).toBe('5! 6! 7! 9! 12! 16! 21');
    expect(listNeeded('fffs*400')).toBe('4 5 6 8 10 14 21');
    expect(listNeeded('s*330')).toBe('4 5 6 8 10 14 21');
    expect(listNeeded('s*330', true)).toBe('4 5 7! 9! 12! 16! 21');
    expect(listNeeded('s*480', true)).toBe('4 5 6 8 10 14 21');
  });

  it('are in the order of their runs, each once, if replicas run at the same time', () => {
    const batches = Array.from({ length: 30 }, (_, index) => ({ ...bad(index), bad: 0, good: 3 }));
    const rule = { ...usual, everySeconds: MINUTE };
    const found = listRunWindows(batches, { first: 0, last: 29 }, rule).map(({ runs }) => runs);
    expect(found).toEqual([6, 12, 15, 21, 30, 42, 60, 81, 90]);
  });

  it('have only the runs of 26 hours, and none before the first that counts', () => {
    expect(listRanges('fs*29f', HOUR).at(-1)).toBe('1/26, 4 needed');
    expect(listRanges('ffs*9', MINUTE, 1)).toEqual(['0/5, 4 needed', '1/10, 5 needed']);
  });
});

describe('evidence', () => {
  it('needs a bad run', () => {
    const batches = good(30);
    expect(create(batches).findEvidence(batches, 0, 29)).toBeUndefined();
  });

  it.each([
    ['of a rare job is one bad run of its last three', 's*9fss', 6 * HOUR, true],
    ['of a rare job is none of those before', 's*9fsss', 6 * HOUR, false],
    [
      'of a frequent job is not a window whose bad runs were long ago',
      `s*30ffffs${'s'.repeat(60)}`,
      MINUTE,
      false,
    ],
  ])('%s', (_, letters, every, expected) => {
    const batches = batchRuns(makeRuns(letters, every), undefined);
    expect(
      create(batches, { every }).findEvidence(batches, 0, batches.length - 1) !== undefined,
    ).toBe(expected);
  });

  it('of a rare job depends on its limit', () => {
    const batches = batchRuns(makeRuns('s*9fss', 6 * HOUR), undefined);
    const isEvident = (limitPercent: number) =>
      create(batches, { every: 6 * HOUR, limitPercent }).findEvidence(batches, 0, 11) !== undefined;
    expect([33, 34].map(isEvident)).toEqual([true, false]);
  });
});
