import type { Batch } from '../../lib/checks/batch.ts';
import { fewestGood, findChance } from '../../lib/checks/evidence.ts';
import type { Evidence } from '../../lib/checks/incident.ts';

/**
 * A rule of evidence for the warning of a job that runs at this interval, in seconds. Without one,
 * Jobwatch's own applies.
 */
export type Rule = Readonly<{
  name: string;
  create?: (batches: readonly Batch[], everySeconds: number) => Evidence;
}>;

const limitPercent = 5;

/** Jobwatch's own rule: k of n in several windows, and bad runs in a row. */
const windows: Rule = { name: 'k of n' };

/** The rate of one window of ten minutes or two and a half intervals, as in the first edition. */
const oneWindow: Rule = {
  name: 'one window',
  create: (batches, everySeconds) => ({
    ...recoveringAtOnce,
    findEvidence: (_, __, last) => {
      const from = (batches[last]?.at ?? 0) - Math.max(600, 2.5 * everySeconds);
      let [bad, runs] = [0, 0];
      for (let index = last; index >= 0 && (batches[index]?.at ?? 0) > from; index -= 1) {
        bad += batches[index]?.bad ?? 0;
        runs += 1;
      }
      return 100 * bad > limitPercent * runs ? last + 1 - runs : undefined;
    },
  }),
};

/**
 * A sequential test (CUSUM): each bad run adds the logarithm of how much likelier it is at twice
 * the limit than at half of it, and each good run subtracts; a sum above a bound is evidence.
 */
const sequential: Rule = {
  name: 'sequential',
  create: (batches, everySeconds) => {
    const [half, twice] = [0.025, 0.1];
    const ifBad = Math.log(twice / half);
    const ifGood = Math.log((1 - twice) / (1 - half));
    const bound = -Math.log(findChance(everySeconds));
    const sums = new Float64Array(batches.length);
    batches.forEach(({ bad }, index) => {
      sums[index] = Math.max(0, (sums[index - 1] ?? 0) + (bad > 0 ? ifBad : ifGood));
    });
    return {
      ...recoveringAtOnce,
      fewestGood: share => fewestGood(share, { everySeconds, isRecurring: false }),
      findEvidence: (_, first, last) => {
        if (last < first || (sums[last] ?? 0) < bound) return undefined;
        let from = last;
        while (from > first && (sums[from - 1] ?? 0) > 0) from -= 1;
        return from;
      },
    };
  },
};

const recoveringAtOnce: Omit<Evidence, 'findEvidence'> = {
  streak: () => ({ from: 0, length: 0, needed: 1 }),
  hasHeadStart: false,
  fewestGood: () => 1,
};

export const rules: readonly Rule[] = [windows, sequential, oneWindow];
