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
  const targets = Map.groupBy([...triggers, ...failing], ({ identity }) => identity.target);
  const runs = [...targets.values()].flatMap(series => {
    const ofKind = (kind: 'trigger' | 'failing') =>
      series.filter(({ identity }) => identity.kind === kind).map(({ segments }) => segments);
    return readTarget(ofKind('trigger'), ofKind('failing'));
  });
  return runs.sort((a, b) => a.at - b.at);
}

function readTarget(triggers: readonly Segments[], failing: readonly Segments[]): RunFact[] {
  const failures = failing.flatMap(findRises);
  const isFailing = (time: number) => failing.some(segments => isRaisedAt(segments, time));
  const runs = triggers.flatMap(segments =>
    segments.starts.flatMap((start, index) => {
      const settled = start + settledScrapes * segments.spacing;
      const isGood = isTriggered(segments, index) && !isFailing(settled);
      return isGood ? [createRun(settled, 'succeeded')] : [];
    }),
  );
  const again = triggers.flatMap(segments => failAgain(segments, isFailing, failures));
  return [...runs, ...[...failures, ...again].map(time => createRun(time, 'failed'))];
}

/** Whether a stretch begins with a run. The stamp turns 0 at a reboot, which is none. */
function isTriggered({ values }: Segments, index: number): boolean {
  const [before, value = 0] = [values[index - 1], values[index]];
  return before !== undefined && before !== value && value > 0;
}

/** A run that was triggered while the one before was failed, and left it so. */
function failAgain(
  segments: Segments,
  isFailing: (time: number) => boolean,
  rises: readonly number[],
): number[] {
  const { starts, spacing } = segments;
  return starts.flatMap((start, index) => {
    const settled = start + settledScrapes * spacing;
    const isRise = rises.some(time => Math.abs(time - start) <= settledScrapes * spacing);
    return isTriggered(segments, index) && !isRise && isFailing(start) && isFailing(settled)
      ? [settled]
      : [];
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
