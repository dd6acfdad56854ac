import type { Fleet } from '../model/job.ts';
import type { Derived } from '../model/measurement.ts';
import type { Check, Queries, Samples } from './check.ts';
import { watchQuery, watchStart } from './presence.ts';

/** All that is asked for a check: its own queries, and since when Prometheus has been watching. */
export function queriesOf(check: Check, fleet: Fleet): Queries {
  return { watch: watchQuery(fleet), ...check.queries(fleet) };
}

/**
 * What the answers at the minute `at` (Unix seconds) mean, with every number finite; `undefined`
 * where Prometheus knows neither a job nor an `up` in the whole lookback: that is no answer.
 */
export function deriveAt(
  check: Check,
  { samples, fleet, at }: Readonly<{ samples: Samples; fleet: Fleet; at: number }>,
): Derived | undefined {
  if (watchStart(samples) === undefined) return undefined;
  const { measurements, notes } = check.derive(samples, fleet, at);
  return { measurements: measurements.filter(({ value }) => Number.isFinite(value)), notes };
}
