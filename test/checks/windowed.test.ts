import { describe, expect, it } from 'vitest';
import { batchRuns } from '../../lib/checks/batch.ts';
import { findChange } from '../../lib/checks/incident.ts';
import { findWindowed } from '../../lib/checks/windowed.ts';
import { makeRuns, minute, start } from './facts.ts';

/** Ten minutes of runs, of which 5 % may be bad. */
const findChanges = (letters: string, windowSeconds = 600) => {
  const batches = batchRuns(makeRuns(letters), undefined);
  return { batches, changes: findWindowed(batches, { windowSeconds, limitPercent: 5 }) };
};

describe('a window that the configuration sets', () => {
  it('is used as it is, without further evidence', () => {
    const { changes } = findChanges('s*9f.*30');
    expect(findChange(changes, minute(9))).toEqual({
      at: minute(9),
      raised: true,
      ratePercent: 10,
      runs: 10,
    });
    expect(findChange(changes, minute(18))?.raised).toBe(true);
    expect(findChange(changes, minute(19))?.raised).toBe(false);
  });

  it('contains only the runs of the last ten minutes, whatever their outcome', () => {
    const { batches, changes } = findChanges('sfoff.sfs*9.*4fs*15.*12os');
    for (let count = 0; count < 70; count += 1) {
      const at = minute(count);
      const inside = batches.filter(batch => batch.at > at - 600 && batch.at <= at);
      const bad = inside.reduce((sum, batch) => sum + batch.bad, 0);
      expect(findChange(changes, at)).toMatchObject({
        runs: inside.length,
        ratePercent: inside.length === 0 ? 0 : (100 * bad) / inside.length,
      });
    }
  });

  it('raises its value above the limit, and not at it', () => {
    expect(findChange(findChanges('s*19f', 1200).changes, minute(19))?.raised).toBe(false);
    expect(findChange(findChanges('s*18f', 1200).changes, minute(18))?.raised).toBe(true);
  });

  it('gives nothing before the first run', () => {
    expect(findChange(findChanges('s*9').changes, start - 1)).toBeUndefined();
  });
});
