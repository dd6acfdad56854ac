import type { Batch } from './batch.ts';
import { countRounds, isOnlyBad, type Rounds } from './rounds.ts';

/** Bad runs in the windows, for a list of batches: sums up to each of them. */
export type Sums = Readonly<{
  bad: Float64Array;
  runs: Float64Array;
  rounds: Rounds;
  /** For each batch, the newest one up to it that is not neutral. */
  judged: Int32Array;
  /** For each batch of only bad runs, where its period began. */
  began: Int32Array;
}>;

export function addUp(batches: readonly Batch[], everySeconds: number | undefined): Sums {
  const bad = new Float64Array(batches.length + 1);
  const runs = new Float64Array(batches.length + 1);
  const judged = new Int32Array(batches.length);
  const began = new Int32Array(batches.length);
  let previous = -1;
  batches.forEach((batch, index) => {
    began[index] = isOnlyBad(batches[previous]) ? (began[previous] ?? index) : index;
    if (batch.bad + batch.good > 0) previous = index;
    judged[index] = previous;
    bad[index + 1] = (bad[index] ?? 0) + batch.bad;
    runs[index + 1] = (runs[index] ?? 0) + batch.bad + batch.good + batch.neutral;
  });
  return { bad, runs, rounds: countRounds(batches, everySeconds), judged, began };
}

/** Indexes of batches, both included. */
export type RunRange = Readonly<{ first: number; last: number }>;

export function sumRange(list: Float64Array, { first, last }: RunRange): number {
  return (list[last + 1] ?? 0) - (list[first] ?? 0);
}

/** The batches that contain the last runs, or the whole range if it has fewer. */
export function lastRuns({ runs }: Sums, range: RunRange, count: number): RunRange {
  return takeLast(runs, range, count);
}

/** The batches at the end of a range over which a sum grows by this much. */
export function takeLast(sum: Float64Array, { first, last }: RunRange, count: number): RunRange {
  const until = (sum[last + 1] ?? 0) - count;
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sum[middle] ?? 0) <= until) low = middle;
    else high = middle - 1;
  }
  return { first: low, last };
}
