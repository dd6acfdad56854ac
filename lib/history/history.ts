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

type Cached = {
  version: number;
  events: EventFacts;
  newest: number;
  facts: JobFacts;
};

/** An empty history of a source. */
export function createSourceHistory(source: Source): SourceHistory {
  const store = createStore();
  const hours = new Map<string, ReadHours>();
  const cache = new Map<string, Cached>();
  const read = (job: KnownJob): Cached => {
    const known = cache.get(job.seriesName);
    const present = store.jobs.get(job.seriesName) ?? createJob(job.seriesName);
    const { version } = present;
    const own = hours.get(job.seriesName)?.hours;
    const isSame = known?.version === version && known.newest === store.newest;
    if (isSame && known.facts.hours === own) return known;
    const events =
      known?.version === version
        ? known.events
        : deriveEvents(store, present, optionsFor(source, job));
    const facts = { ...events, ...deriveStates(store, present), hours: own };
    const cached = { version, events, newest: store.newest, facts };
    cache.set(job.seriesName, cached);
    return cached;
  };
  return {
    source,
    store,
    unread: new Set(),
    hours,
    findFacts: job => read(job).facts,
    needsBuckets: job => read(job).events.needsBuckets,
    trim: (before, jobs) => {
      for (const job of jobs) {
        const from = before(job.seriesName);
        const success = read(job).facts.successes.findLast(({ at }) => at <= from);
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
