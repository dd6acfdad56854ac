import { countWhile } from '../model/count-up-to.ts';
import type { Stretch } from '../model/facts.ts';
import { findSegment, type Segments } from './segments.ts';
import type { Store, Target } from './store.ts';

/** A target that has not been seen for this long counts as new when it returns, in seconds. */
const forgottenSeconds = 3600;

/**
 * A Prometheus that has watched a scrape job for this long has seen all its targets, in seconds.
 */
const settledSeconds = 300;

/** Whether a target answered a scrape strictly between two times. */
export function answeredBetween(
  target: Target | undefined,
  after: number,
  before: number,
): boolean {
  return [...(target?.copies.values() ?? [])].some(copy => hasSampleBetween(copy, after, before));
}

function hasSampleBetween(segments: Segments, after: number, before: number): boolean {
  const { starts, ends, values, spacing } = segments;
  const isInside = (time: number) => time > after + 1 && time < before - 1;
  const first = countWhile(ends, end => end <= after);
  return starts.slice(first, findSegment(segments, before) + 1).some((start, index) => {
    const end = ends[first + index] ?? start;
    const isAround = start <= after + 1 && end >= before - 1 && before - after > 1.5 * spacing;
    return values[first + index] === 1 && (isInside(start) || isInside(end) || isAround);
  });
}

/** When a target last answered shortly before a time, so that what it has exported since is new. */
export function findWatchedUntil({ copies }: Target, at: number): number | undefined {
  const untils = [...copies.values()].map(({ starts, ends, values }) => {
    const last = starts.findLastIndex((start, index) => values[index] === 1 && start < at - 1);
    return ends[last] ?? Number.NEGATIVE_INFINITY;
  });
  return endAt(Math.max(...untils), at);
}

/** Until when something was watched, at a given time. Undefined if that was too long ago. */
function endAt(until: number, at: number): number | undefined {
  return until > at - forgottenSeconds ? Math.min(until, at) : undefined;
}

/**
 * Whether a time lies before everything that was read of the targets; for rare jobs more is read.
 */
export function isBeforeTargets({ targets }: Store, at: number): boolean {
  for (const { copies } of targets.values()) {
    for (const { starts } of copies.values()) if ((starts[0] ?? at) <= at) return false;
  }
  return true;
}

/**
 * Until when the scrape job of a newly seen target was watched, if it was watched for a while: then
 * the target is a process that has just started. While a Prometheus begins to scrape, no target is
 * new, and this is undefined.
 */
export function findJobWatchedUntil(
  store: Store,
  scrapeJob: string,
  at: number,
): number | undefined {
  const stretches = findWatched(store, new Set([scrapeJob]));
  const known = stretches.findLast(({ from }) => from <= at - settledSeconds);
  if (known === undefined) return undefined;
  const { from, to } = known;
  // pods that live for one run are away for longer than they are there, and are not forgotten
  return to - from < at - to ? to : endAt(to, at);
}

/** Segments at most this far apart, in seconds, are joined. */
const joinedSeconds = 60;

/** Segments in order of time, without overlap. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Joined[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) addStretch(joined, stretch);
  return joined;
}

type Joined = { from: number; to: number };

function addStretch(joined: Joined[], { from, to }: Stretch): void {
  const last = joined.at(-1);
  if (last !== undefined && from <= last.to + joinedSeconds) last.to = Math.max(last.to, to);
  else joined.push({ from, to });
}

/**
 * Adds when a series had samples to the stretches that are already known, which ascend. Nearly
 * always these contain it, so the segments within a stretch are skipped.
 */
export function addPresence(
  { starts, ends, spacing }: Segments,
  known: readonly Stretch[],
): readonly Stretch[] {
  const added: Joined[] = [];
  let index = 0;
  while (index < starts.length) {
    const from = starts[index] ?? 0;
    const to = (ends[index] ?? from) + spacing;
    const around = known[countWhile(known, stretch => stretch.from <= from) - 1];
    if (around === undefined || to > around.to) {
      addStretch(added, { from, to });
      index += 1;
    } else index = countWhile(ends, end => end + spacing <= around.to);
  }
  return added.length === 0 ? known : joinStretches([...known, ...added]);
}

type Watched = { key: string; byScrapeJobs: Map<string, readonly Stretch[]> };

const remembered = new WeakMap<Store, Watched>();

/** When any target of these scrape jobs answered; of all scrape jobs if none is named. */
export function findWatched(store: Store, scrapeJobs: ReadonlySet<string>): readonly Stretch[] {
  const key = `${store.oldest} ${store.newest} ${store.targets.size}`;
  let known = remembered.get(store);
  if (known?.key !== key) {
    known = { key, byScrapeJobs: new Map() };
    remembered.set(store, known);
  }
  const names = [...scrapeJobs].sort().join('\n');
  const stretches = known.byScrapeJobs.get(names) ?? joinWatched(store, scrapeJobs);
  known.byScrapeJobs.set(names, stretches);
  return stretches;
}

function joinWatched(store: Store, scrapeJobs: ReadonlySet<string>): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { scrapeJob, copies } of store.targets.values()) {
    if (scrapeJobs.size > 0 && !scrapeJobs.has(scrapeJob)) continue;
    for (const { starts, ends, values, spacing } of copies.values()) {
      starts.forEach((from, index) => {
        if (values[index] === 1) stretches.push({ from, to: (ends[index] ?? from) + spacing });
      });
    }
  }
  return joinStretches(stretches);
}
