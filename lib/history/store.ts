import type { SuccessFact } from '../model/facts.ts';
import type { StoredObject } from './objects.ts';
import {
  addSamples,
  createSegments,
  type Samples,
  type Segments,
  trimSegments,
} from './segments.ts';

/** What a series counts or measures. */
export type Kind =
  | 'runs'
  | 'items'
  | 'count'
  | 'sum'
  | 'bucket'
  | 'length'
  | 'stamp'
  | 'queue'
  | 'suspended'
  | 'trigger'
  | 'failing'
  | 'running';

/** The outcomes of a counter's runs or items; `total` counts all outcomes. */
export type Outcome = 'succeeded' | 'failed' | 'skipped' | 'other' | 'total';

/** The identity of a series. */
export type Identity = Readonly<{
  kind: Kind;
  /** The target that exports it. Several series of one target and part are copies of each other. */
  target: string;
  /** Label `job` of the scrape, the same for all targets of one kind. */
  scrapeJob: string;
  outcome: Outcome;
  /** The status as exported. Two status values of one outcome are two counters. */
  status: string;
  /** Other labels of the metric. The parts are added up. */
  part: string;
  /** Labels that distinguish copies of one series; the highest copy is used. */
  copy: string;
  /** Upper bound of a bucket, in seconds. */
  bound?: number;
  /** Seconds per unit of the value. */
  unitSeconds: number;
  /** A gauge of kept runs. A fall is not a restart. */
  isGauge: boolean;
}>;

export type StoredSeries = Readonly<{ identity: Identity; segments: Segments }>;

export type StoredJob = {
  readonly name: string;
  readonly series: Map<string, StoredSeries>;
  /** The run objects that belong to it, by their keys. */
  readonly objects: Map<string, StoredObject>;
  /** The newest success of the time that has been forgotten, or was never read. */
  forgotten: SuccessFact | undefined;
  /** Grows with every change of the series' data. */
  version: number;
};

/** A target and when it answered: one `Segments` of `up` for each of its copies. */
export type Target = Readonly<{
  scrapeJob: string;
  /** Its label `instance`, which people know it by. */
  instance: string;
  copies: Map<string, Segments>;
  /** `name=value` of every label that `up` has. */
  labels: Set<string>;
}>;

/**
 * All samples of one source, as segments. Grows with what is added, and shrinks only by
 * `trimStore`.
 */
export type Store = {
  readonly jobs: Map<string, StoredJob>;
  /** Grows whenever a job appears or disappears. */
  jobsVersion: number;
  readonly targets: Map<string, Target>;
  /** Runs that are objects with their own series, by name. */
  readonly objects: Map<string, StoredObject>;
  /** Times of the oldest and the newest sample, in Unix seconds. */
  oldest: number;
  newest: number;
  /** Since when Prometheus has known the source, if this was queried. */
  watchedFrom: number | undefined;
};

export function createStore(): Store {
  return {
    jobs: new Map(),
    jobsVersion: 0,
    targets: new Map(),
    objects: new Map(),
    oldest: Number.POSITIVE_INFINITY,
    newest: Number.NEGATIVE_INFINITY,
    watchedFrom: undefined,
  };
}

function noteTimes(store: Store, { times }: Samples): void {
  store.oldest = Math.min(store.oldest, times[0] ?? store.oldest);
  store.newest = Math.max(store.newest, times.at(-1) ?? store.newest);
}

export function addTarget(
  store: Store,
  target: Pick<Target, 'scrapeJob' | 'instance'> &
    Readonly<{ key: string; copy: string; labels: readonly string[] }>,
  samples: Samples,
): void {
  const { key, scrapeJob, instance, copy, labels } = target;
  const created = { scrapeJob, instance, copies: new Map(), labels: new Set<string>() };
  const known = store.targets.get(key) ?? created;
  store.targets.set(key, known);
  for (const label of labels) known.labels.add(label);
  const segments = known.copies.get(copy) ?? createSegments();
  known.copies.set(copy, segments);
  addSamples(segments, samples);
  noteTimes(store, samples);
}

/** The job of that name. It is created if it is new. */
export function touchJob(store: Store, name: string): StoredJob {
  const known = store.jobs.get(name);
  if (known !== undefined) return known;
  const job = createJob(name);
  store.jobs.set(name, job);
  store.jobsVersion += 1;
  return job;
}

/** A job without any series. */
export function createJob(name: string): StoredJob {
  return { name, series: new Map(), objects: new Map(), forgotten: undefined, version: 0 };
}

/** To be called whenever the facts of a job may have changed. */
export function noteChange(job: StoredJob): void {
  job.version += 1;
}

/** `key` is unique among the job's series; `identify` is called when it is first seen. */
export function addSeries(
  store: Store,
  series: Readonly<{ job: string; key: string; identify: () => Identity }>,
  samples: Samples,
): void {
  const { job: name, key, identify } = series;
  const job = touchJob(store, name);
  const known = job.series.get(key) ?? { identity: identify(), segments: createSegments() };
  job.series.set(key, known);
  if (addSamples(known.segments, samples)) noteChange(job);
  noteTimes(store, samples);
}

/** Stores a success that no series contains, or will contain. */
export function rememberSuccess(job: StoredJob, success: SuccessFact): void {
  if (success.time <= (job.forgotten?.time ?? Number.NEGATIVE_INFINITY)) return;
  job.forgotten = success;
  noteChange(job);
}

/**
 * Forgets what ended before a time, in Unix seconds: series and targets that are gone, and old
 * segments.
 */
export function trimStore(store: Store, before: (job: string) => number): void {
  if (store.jobs.size === 0) return;
  let oldest = Number.POSITIVE_INFINITY;
  for (const job of store.jobs.values()) {
    const from = before(job.name);
    oldest = Math.min(oldest, from);
    for (const [key, { segments }] of job.series) {
      if ((segments.ends.at(-1) ?? 0) < from) job.series.delete(key);
      else if (!trimSegments(segments, from)) continue;
      noteChange(job);
    }
    trimObjects(store, job, from);
    const isEmpty = job.series.size === 0 && job.objects.size === 0;
    if (isEmpty && job.forgotten === undefined && store.jobs.delete(job.name))
      store.jobsVersion += 1;
  }
  for (const [key, { copies }] of store.targets) {
    for (const [copy, segments] of copies) {
      if ((segments.ends.at(-1) ?? 0) < oldest) copies.delete(copy);
      else trimSegments(segments, oldest);
    }
    if (copies.size === 0) store.targets.delete(key);
  }
}

function trimObjects(store: Store, job: StoredJob, before: number): void {
  for (const [key, { facts }] of job.objects) {
    if ([...facts.values()].some(({ ends }) => (ends.at(-1) ?? 0) >= before)) continue;
    job.objects.delete(key);
    store.objects.delete(key);
    noteChange(job);
  }
}
