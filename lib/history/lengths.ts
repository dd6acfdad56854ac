import type { DurationFact, SuccessFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import { findSegment } from './segments.ts';
import type { StoredSeries } from './store.ts';

/**
 * A gauge of the last run's duration shows a run whenever it changes. If a run takes as long as the
 * one before, the gauge does not change, so a success without a change is one more run of that
 * duration.
 */
export function readLengths(
  series: readonly StoredSeries[],
  successes: readonly SuccessFact[],
): DurationFact[] {
  const lengths = series.flatMap(({ identity, segments: { starts, values } }) =>
    values.flatMap((value, index) => {
      const isNew = index > 0 && !Object.is(values[index - 1], value);
      return isNew ? measureLength(starts[index] ?? 0, value * identity.unitSeconds) : [];
    }),
  );
  const [only] = series;
  if (only === undefined || series.length > 1) return lengths;
  const known = new Set(lengths.map(({ at }) => at));
  const repeated = successes
    .filter(({ at }) => !known.has(at))
    .flatMap(({ at }) => repeatLength(only, at));
  return [...lengths, ...repeated].sort((a, b) => a.at - b.at);
}

/** The duration that the gauge has at a success, if the gauge exists. */
function repeatLength({ identity, segments }: StoredSeries, at: number): DurationFact[] {
  const index = findSegment(segments, at);
  const isThere = at - (segments.ends[index] ?? 0) <= 2 * segments.spacing;
  return isThere ? measureLength(at, (segments.values[index] ?? 0) * identity.unitSeconds) : [];
}

function measureLength(time: number, seconds: number): DurationFact[] {
  // some exporters show 0 during a run
  if (!Number.isFinite(seconds) || seconds <= 0) return [];
  return [{ at: minuteEnding(time), low: seconds, high: seconds, count: 1 }];
}
