import type { Batch } from './batch.ts';
import type { IncidentChange } from './incident.ts';

/**
 * When the share of bad runs in a window that the configuration sets is above its limit: the window
 * is taken as it is, without further evidence.
 */
export function findWindowed(
  batches: readonly Batch[],
  { windowSeconds, limitPercent }: Readonly<{ windowSeconds: number; limitPercent: number }>,
): IncidentChange[] {
  const times = new Set(batches.flatMap(({ at }) => [at, at + windowSeconds]));
  const changes: IncidentChange[] = [];
  let first = 0;
  let next = 0;
  let bad = 0;
  let runs = 0;
  for (const at of [...times].sort((a, b) => a - b)) {
    for (; (batches[next]?.at ?? Number.POSITIVE_INFINITY) <= at; next += 1) {
      bad += batches[next]?.bad ?? 0;
      runs += countRuns(batches[next]);
    }
    for (; (batches[first]?.at ?? at) <= at - windowSeconds; first += 1) {
      bad -= batches[first]?.bad ?? 0;
      runs -= countRuns(batches[first]);
    }
    const ratePercent = runs === 0 ? 0 : (100 * bad) / runs;
    changes.push({ at, raised: ratePercent > limitPercent, ratePercent, runs });
  }
  return changes;
}

function countRuns(batch: Batch | undefined): number {
  return batch === undefined ? 0 : batch.bad + batch.good + batch.neutral;
}
