import type { RunFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import type { Segments } from './segments.ts';
import type { StoredSeries } from './store.ts';

/** A run that has not failed after so many scrapes has not failed. */
const settledScrapes = 2;

/**
 * Runs by a gauge of when one last began, and one that is raised while the last is failed. A run
 * that fails later counts when it fails.
 */
export function readTriggers(
  triggers: readonly StoredSeries[],
  failing: readonly StoredSeries[],
): RunFact[] {
  const failures = failing.flatMap(({ segments }) => findRises(segments));
  const isFailing = (time: number) => failing.some(({ segments }) => isRaisedAt(segments, time));
  const runs = triggers.flatMap(({ segments }) => {
    const { starts, values, spacing } = segments;
    return starts.flatMap((start, index) => {
      const settled = start + settledScrapes * spacing;
      const before = values[index - 1];
      if (before === undefined || before === values[index] || isFailing(settled)) return [];
      return [createRun(settled, 'succeeded')];
    });
  });
  const again = triggers.flatMap(({ segments }) => failAgain(segments, isFailing, failures));
  const failed = [...failures, ...again].map(time => createRun(time, 'failed'));
  return [...runs, ...failed].sort((a, b) => a.at - b.at);
}

/** A run that was triggered while the one before was failed, and left it so. */
function failAgain(
  { starts, values, spacing }: Segments,
  isFailing: (time: number) => boolean,
  rises: readonly number[],
): number[] {
  return starts.flatMap((start, index) => {
    const before = values[index - 1];
    const settled = start + settledScrapes * spacing;
    const isRise = rises.some(time => Math.abs(time - start) <= settledScrapes * spacing);
    const isRun = before !== undefined && before !== values[index];
    return isRun && !isRise && isFailing(start) && isFailing(settled) ? [settled] : [];
  });
}

function findRises({ starts, values }: Segments): number[] {
  return starts.filter((_, index) => (values[index] ?? 0) > 0 && values[index - 1] === 0);
}

function isRaisedAt({ starts, values }: Segments, time: number): boolean {
  const index = starts.findLastIndex(start => start <= time);
  return index >= 0 && (values[index] ?? 0) > 0;
}

function createRun(time: number, outcome: 'succeeded' | 'failed'): RunFact {
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  return { ...none, at: minuteEnding(time), [outcome]: 1 };
}
