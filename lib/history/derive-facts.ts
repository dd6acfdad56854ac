import type { JobFacts, RunFact, Stretch, SuccessFact } from '../model/facts.ts';
import { allowItems, allowRuns } from './allowance.ts';
import { readCounters, readLines } from './counters.ts';
import { measureDurations, needsBuckets } from './durations.ts';
import { readLengths } from './lengths.ts';
import { readObjects } from './objects.ts';
import { followQueue } from './queue.ts';
import { countItems, countRuns, findSuccesses, type Inferred } from './runs.ts';
import type { Segments } from './segments.ts';
import { findRaised, readStamps } from './stamps.ts';
import type { Kind, Store, StoredJob, StoredSeries } from './store.ts';
import { readTriggers } from './triggers.ts';
import { addPresence, findWatched, joinStretches } from './watch.ts';

/** What the facts of a job depend on, besides its series. */
export type FactOptions = Readonly<{
  intervalSeconds: number | undefined;
  inferredRuns: Inferred;
  inferredItems: Inferred;
}>;

/** What happened. It changes only when a series does. */
export type EventFacts = Pick<JobFacts, 'runs' | 'items' | 'durations' | 'successes' | 'bounds'> &
  Readonly<{ needsBuckets: boolean }>;

/** What lasted. It changes with every sample. */
type StateFacts = Pick<JobFacts, 'queue' | 'suspended' | 'watched' | 'watchedFrom' | 'seen'>;

/** Derives what happened from the stored series. Pure: the same samples give the same facts. */
export function deriveEvents(store: Store, job: StoredJob, options: FactOptions): EventFacts {
  const allowance = allowRuns(job, options.intervalSeconds);
  const counters = readCounters(store, job, 'runs', allowance);
  const counts = readCounters(store, job, 'count', allowance);
  const [sums, buckets] = [readLines(job, 'sum'), readLines(job, 'bucket')];
  const unitSeconds = seriesOfKind(job, 'count')[0]?.identity.unitSeconds ?? 1;
  const objects = readObjects(store, job.objects.values());
  const stamps = readStamps(seriesOfKind(job, 'stamp'));
  const triggered = readTriggers(seriesOfKind(job, 'trigger', 'failing', 'running'));
  const ended = succeededObjects([...objects.runs, ...triggered.runs]);
  const successes = findSuccesses([...stamps, ...ended], counters, options.inferredRuns);
  return {
    runs: mergeRuns([objects.runs, triggered.runs, countRuns(counters, options.inferredRuns)]),
    items: countItems(
      readCounters(store, job, 'items', allowItems(job, allowance)),
      options.inferredItems,
    ),
    durations: [
      ...objects.durations,
      ...triggered.durations,
      ...measureDurations({ counts, sums, buckets, unitSeconds }),
      ...readLengths(seriesOfKind(job, 'length'), successes),
    ],
    successes: continueFrom(job.forgotten, successes),
    bounds: findBounds(job, unitSeconds),
    needsBuckets: needsBuckets({ counts, sums }),
  };
}

/** Derives the present state and what lasted from the stored series. */
export function deriveStates(store: Store, job: StoredJob): StateFacts {
  return {
    queue: followQueue(store, seriesOfKind(job, 'queue')),
    suspended: joinStretches(findRaised(seriesOfKind(job, 'suspended'))),
    watched: findJobWatched(store, job),
    watchedFrom: store.watchedFrom,
    seen: findSeen(job),
  };
}

function seriesOfKind(job: StoredJob, ...kinds: readonly Kind[]): StoredSeries[] {
  return [...job.series.values()].filter(({ identity }) => kinds.includes(identity.kind));
}

function findJobWatched(store: Store, job: StoredJob): readonly Stretch[] {
  const scrapeJobs = new Set<string>();
  for (const { identity } of job.series.values()) scrapeJobs.add(identity.scrapeJob);
  const watched = findWatched(store, scrapeJobs);
  return listSegments(job).reduce((known, own) => addPresence(own, known), watched);
}

function findSeen(job: StoredJob): Stretch | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { starts, ends } of listSegments(job)) {
    from = Math.min(from, starts[0] ?? from);
    to = Math.max(to, ends.at(-1) ?? to);
  }
  return from <= to ? { from, to } : undefined;
}

/** Every series about a job: its own, and those of the objects that are its runs. */
function listSegments(job: StoredJob): Segments[] {
  const own = [...job.series.values()].map(({ segments }) => segments);
  const runs = [...job.objects.values()].flatMap(({ facts }) => [...facts.values()]);
  return [...own, ...runs];
}

function findBounds(job: StoredJob, unitSeconds: number): number[] {
  const bounds = new Set<number>();
  for (const { identity } of job.series.values()) {
    const { bound = Number.POSITIVE_INFINITY } = identity;
    if (Number.isFinite(bound)) bounds.add(bound * unitSeconds);
  }
  return [...bounds].sort((a, b) => a - b);
}

function continueFrom(forgotten: SuccessFact | undefined, known: SuccessFact[]): SuccessFact[] {
  if (forgotten === undefined) return known;
  return [forgotten, ...known.filter(({ time }) => time > forgotten.time)];
}

/** A source has runs of one kind, so at most one of the lists is not empty. */
function mergeRuns(lists: readonly (readonly RunFact[])[]): readonly RunFact[] {
  return lists.find(list => list.length > 0) ?? [];
}

function succeededObjects(runs: readonly RunFact[]): SuccessFact[] {
  return runs.filter(({ succeeded }) => succeeded > 0).map(({ at }) => ({ at, time: at }));
}
