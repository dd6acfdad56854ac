import type { Stretch } from '../model/facts.ts';
import type { Segments } from './segments.ts';
import type { Store } from './store.ts';
import { joinStretches } from './watch.ts';

/**
 * A source has stopped if its newest sample is older than this, in seconds: Prometheus's lookback.
 */
const staleSeconds = 300;

/** Or older than the configured delay and this many scrape intervals. */
const staleIntervals = 3;

/** How old a source's newest sample may be, in seconds, before its answers count as old. */
export function findStaleLimit(store: Store, delaySeconds: number): number {
  const spacings = [...eachSegments(store)].map(({ spacing }) => spacing);
  const spacing = spacings.length === 0 ? 0 : Math.min(...spacings.slice(0, 1000));
  return Math.max(staleSeconds, delaySeconds + staleIntervals * spacing);
}

/** When samples of the source arrived. Between two segments nothing was known of it. */
export function findFresh(store: Store, limitSeconds: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { starts, ends } of eachSegments(store)) {
    starts.forEach((from, index) => {
      stretches.push({ from, to: (ends[index] ?? from) + limitSeconds });
    });
  }
  return joinStretches(stretches);
}

/** Whether a moment lies in one of the segments, which ascend. */
export function isWithin(stretches: readonly Stretch[], at: number): boolean {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return at <= (stretches[low - 1]?.to ?? Number.NEGATIVE_INFINITY);
}

/** The watched times: from `up`, or without `up` from the jobs' own series. */
function* eachSegments({ targets, jobs, objects }: Store): Generator<Segments> {
  for (const { copies } of targets.values()) yield* copies.values();
  if (targets.size > 0) return;
  for (const { series } of jobs.values())
    for (const { segments } of series.values()) yield segments;
  for (const { facts } of objects.values()) yield* facts.values();
}
