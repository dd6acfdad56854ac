import type { JobFacts, RanHours } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import type { TimeRange } from '../model/time-range.ts';
import { deriveEvents, deriveStates, type EventFacts, type FactOptions } from './derive-facts.ts';
import type { Inferred } from './runs.ts';
import {
  createJob,
  createStore,
  rememberSuccess,
  type Store,
  touchJob,
  trimStore,
} from './store.ts';

/** What the facts of a job depend on. */
type KnownJob = Pick<Job, 'seriesName' | 'intervalSeconds'>;

/**
 * Everything known about one source, and the facts of its jobs. It is a cache, and never the only
 * copy.
 */
export type SourceHistory = Readonly<{
  source: Source;
  store: Store;
  /** Series' names of jobs whose past could not be read completely. They are not judged. */
  unread: Set<string>;
  /** In which hours jobs ran, by their series' names, and for which time this was queried. */
  hours: Map<string, ReadHours>;
  /** The facts of a job by its series' name. The lists are the same objects until they change. */
  findFacts: (job: KnownJob) => JobFacts;
  /** Whether the durations of a job need buckets. */
  needsBuckets: (job: KnownJob) => boolean;
  /**
   * Forgets what is older than each job needs, in Unix seconds, except the newest success of each
   * of `jobs`.
   */
  trim: (before: (seriesName: string) => number, jobs: readonly KnownJob[]) => void;
}>;

/** The result of a query for hours; `hours` is undefined if there was no answer. */
type ReadHours = Readonly<{ range: TimeRange; hours: RanHours | undefined }>;

type CachedEvents = Readonly<{ version: number; events: EventFacts }>;
type CachedFacts = Readonly<{ events: EventFacts; newest: number; facts: JobFacts }>;

/** An empty history of a source. */
export function createSourceHistory(source: Source): SourceHistory {
  const store = createStore();
  const hours = new Map<string, ReadHours>();
  const knownEvents = new Map<string, CachedEvents>();
  const knownFacts = new Map<string, CachedFacts>();
  const findStored = (job: KnownJob) => store.jobs.get(job.seriesName) ?? createJob(job.seriesName);
  const findEvents = (job: KnownJob): EventFacts => {
    const stored = findStored(job);
    const known = knownEvents.get(job.seriesName);
    if (known?.version === stored.version) return known.events;
    const events = deriveEvents(store, stored, optionsFor(source, job));
    knownEvents.set(job.seriesName, { version: stored.version, events });
    return events;
  };
  const findFacts = (job: KnownJob): JobFacts => {
    const events = findEvents(job);
    const own = hours.get(job.seriesName)?.hours;
    const known = knownFacts.get(job.seriesName);
    const isSame = known?.events === events && known.newest === store.newest;
    if (isSame && known.facts.hours === own) return known.facts;
    const facts = { ...events, ...deriveStates(store, findStored(job)), hours: own };
    knownFacts.set(job.seriesName, { events, newest: store.newest, facts });
    return facts;
  };
  return {
    source,
    store,
    unread: new Set(),
    hours,
    findFacts,
    needsBuckets: job => findEvents(job).needsBuckets,
    trim: (before, jobs) => {
      for (const job of jobs) {
        const from = before(job.seriesName);
        const success = findEvents(job).successes.findLast(({ at }) => at <= from);
        if (success !== undefined) rememberSuccess(touchJob(store, job.seriesName), success);
      }
      trimStore(store, before);
    },
  };
}

function optionsFor(
  { runs, items }: Source,
  { intervalSeconds }: Pick<Job, 'intervalSeconds'>,
): FactOptions {
  return { intervalSeconds, inferredRuns: inferFrom(runs), inferredItems: inferFrom(items) };
}

/** With a total and one of two counters, the other outcome is the rest of the total. */
function inferFrom(part: Source['runs'] | Source['items']): Inferred {
  if (part?.kind !== 'separate') return undefined;
  if (part.success === undefined) return 'succeeded';
  return part.failed === undefined ? 'failed' : undefined;
}
