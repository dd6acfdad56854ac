import { countWhile } from '../model/count-up-to.ts';
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
  const [shortest = 0] = spacings.sort((a, b) => a - b);
  return Math.max(staleSeconds, delaySeconds + staleIntervals * shortest);
}

/** When samples of the source arrived, or were not to be expected. Between two segments nothing was known of it. */
export function findFresh(store: Store, limitSeconds: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { starts, ends } of eachSegments(store)) {
    starts.forEach((from, index) => {
      stretches.push({ from, to: (ends[index] ?? from) + limitSeconds });
    });
  }
  return joinStretches(allowAbsences(joinStretches(stretches), limitSeconds));
}

/** So many absences in a row, each longer than the presence before it, are how a source lives. */
const fewestAbsences = 2;

/** The next absence may last this many times the longest before it, so that a job is late before then. */
const absenceFactor = 3;

/**
 * Pods that live for one run leave their source without any target until the next run. That is no
 * sign of a Prometheus that has stopped, unless it lasts longer than usual.
 */
function allowAbsences(fresh: readonly Stretch[], limitSeconds: number): Stretch[] {
  let absences: number[] = [];
  return fresh.map(({ from, to }, index) => {
    const presence = to - limitSeconds - from;
    const longest = Math.max(...absences);
    const isBrief = absences.length === 0 || presence < longest;
    const isAllowed = absences.length >= fewestAbsences && isBrief;
    const absence = (fresh[index + 1]?.from ?? from) - (to - limitSeconds);
    absences = isBrief && presence < absence ? [...absences, absence] : [];
    return { from, to: isAllowed ? to + absenceFactor * longest : to };
  });
}

/** Whether a moment lies in one of the segments, which ascend. */
export function isWithin(stretches: readonly Stretch[], at: number): boolean {
  const last = stretches[countWhile(stretches, ({ from }) => from <= at) - 1];
  return last !== undefined && at <= last.to;
}

/** The watched times: from `up`, or without `up` from the jobs' own series. */
function* eachSegments({ targets, jobs, objects }: Store): Generator<Segments> {
  for (const { copies } of targets.values()) yield* copies.values();
  if (targets.size > 0) return;
  for (const { series } of jobs.values())
    for (const { segments } of series.values()) yield segments;
  for (const { facts } of objects.values()) yield* facts.values();
}
