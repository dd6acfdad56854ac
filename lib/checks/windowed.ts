import type { Batch } from './batch.ts';
import type { IncidentChange } from './incident.ts';

/**
 * When the share of bad runs in a window that the configuration sets is above its limit. The window
 * is used as it is, without further evidence. If there are several changes at one time, the last
 * one counts.
 */
export function findWindowed(
  batches: readonly Batch[],
  { windowSeconds, limitPercent }: Readonly<{ windowSeconds: number; limitPercent: number }>,
): IncidentChange[] {
  const steps = batches.flatMap(({ at, bad, good, neutral }) => {
    const runs = bad + good + neutral;
    return [
      { at, bad, runs },
      { at: at + windowSeconds, bad: -bad, runs: -runs },
    ];
  });
  let [bad, runs] = [0, 0];
  return steps
    .sort((a, b) => a.at - b.at)
    .map(step => {
      bad += step.bad;
      runs += step.runs;
      const ratePercent = runs === 0 ? 0 : (100 * bad) / runs;
      return { at: step.at, raised: ratePercent > limitPercent, ratePercent, runs };
    });
}
