import { countUpTo } from '../model/count-up-to.ts';
import type { RunFact } from '../model/facts.ts';

/** The intervals before a failure that show how a job's targets work, and the fewest successes. */
const shown = { intervals: 10, successes: 5 } as const;

/** Two successes that are closer than this many intervals are not one run after the other. */
const shortestGapIntervals = 0.75;

/**
 * Whether the processes of a job share its runs, so that a retry may end on another one: each has
 * succeeded lately, but never two of them for the same run. Replicas succeed at the same time.
 */
export function isSharedWork(
  runs: readonly RunFact[],
  { index, everySeconds }: Readonly<{ index: number; everySeconds: number }>,
): boolean {
  const { at = 0, failedOn = 0 } = runs[index] ?? {};
  const first = countUpTo(runs, at - shown.intervals * everySeconds);
  let [targets, successes, last] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const run of runs.slice(first, index)) {
    if (run.succeeded === 0) continue;
    if (run.succeeded > 1 || run.at - last < shortestGapIntervals * everySeconds) return false;
    targets |= run.succeededOn;
    successes += 1;
    last = run.at;
  }
  const isKnown = failedOn !== 0 && (failedOn & ~targets) === 0;
  return isKnown && targets !== failedOn && successes >= shown.successes;
}

/** The same runs as if all had ended on one target. */
export function joinTargets(runs: readonly RunFact[]): RunFact[] {
  return runs.map(run => ({
    ...run,
    failedOn: Math.min(1, run.failedOn),
    succeededOn: Math.min(1, run.succeededOn),
  }));
}
