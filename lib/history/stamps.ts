import type { Stretch, SuccessFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import type { StoredSeries } from './store.ts';

/** Clocks differ: a timestamp may be this far ahead of Prometheus's clock, in seconds. */
export const toleratedAheadSeconds = 300;

/**
 * Successes according to gauges, each from when it was seen. A value that is not a time in the past
 * is no success: NaN, 0, another unit, or a clock or time zone that is ahead. But if such a value
 * grows, there was a success at the time at which the growth was seen.
 */
export function readStamps(series: readonly StoredSeries[]): SuccessFact[] {
  return series.flatMap(({ identity, segments }) =>
    segments.values.flatMap((value, index) => {
      const seen = segments.starts[index] ?? 0;
      const before = segments.values[index - 1] ?? 0;
      const stamp = value * identity.unitSeconds;
      const isPast = stamp > 0 && stamp <= seen + toleratedAheadSeconds;
      const isGrown = before > 0 && value > before && Number.isFinite(value);
      return isPast || isGrown ? [{ at: minuteEnding(seen), time: isPast ? stamp : seen }] : [];
    }),
  );
}

/** When any of these gauges was above 0. */
export function findRaised(series: readonly StoredSeries[]): Stretch[] {
  return series.flatMap(({ segments: { starts, ends, values, spacing } }) =>
    starts.flatMap((from, index) =>
      (values[index] ?? 0) > 0 ? [{ from, to: (ends[index] ?? from) + 1.5 * spacing }] : [],
    ),
  );
}
