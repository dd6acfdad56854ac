import type { DurationFact, RunFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import {
  addSamples,
  createSegments,
  findSegment,
  type Samples,
  type Segments,
} from './segments.ts';
import { type Store, touchJob } from './store.ts';

/** Which fact a series contains about a run that is its own object, such as a Kubernetes Job. */
export type ObjectFact =
  | 'owner'
  | 'started'
  | 'completed'
  | 'succeeded'
  /** 1 once the run has finally failed. */
  | 'failed'
  /** Above 0 if some attempt has failed. If nothing is active any more, the run has failed. */
  | 'failing'
  | 'active';

export type StoredObject = Readonly<{ facts: Map<ObjectFact, Segments>; names: Set<string> }>;

/** Adds the fact of a series about an object; `job` is set if its job is known. */
export function addObjectFact(
  store: Store,
  object: Readonly<{ key: string; fact: ObjectFact; job: string | undefined }>,
  samples: Samples,
): void {
  const { key, fact, job } = object;
  const known = store.objects.get(key) ?? { facts: new Map(), names: new Set<string>() };
  store.objects.set(key, known);
  const segments = known.facts.get(fact) ?? createSegments();
  known.facts.set(fact, segments);
  const { times } = samples;
  const changed = addSamples(segments, samples);
  store.newest = Math.max(store.newest, times.at(-1) ?? store.newest);
  store.oldest = Math.min(store.oldest, times[0] ?? store.oldest);
  if (job !== undefined && !known.names.has(job)) {
    known.names.add(job);
    touchJob(store, job).objects.add(key);
  }
  if (changed) for (const name of known.names) touchJob(store, name).version += 1;
}

/** The outcomes and durations of the ended runs of a job. */
export function readObjects(
  store: Store,
  keys: ReadonlySet<string>,
): { runs: RunFact[]; durations: DurationFact[] } {
  const runs: RunFact[] = [];
  const durations: DurationFact[] = [];
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  for (const key of keys) {
    for (const { at, outcome, seconds } of findEnds(store, store.objects.get(key))) {
      runs.push({ ...none, at, [outcome]: 1 });
      if (seconds !== undefined) durations.push({ at, low: seconds, high: seconds, count: 1 });
    }
  }
  return { runs: addUp(runs), durations: durations.sort((a, b) => a.at - b.at) };
}

function addUp(runs: readonly RunFact[]): RunFact[] {
  const minutes = new Map<number, RunFact>();
  for (const run of runs) {
    const known = minutes.get(run.at);
    const { succeeded, failed } = run;
    minutes.set(
      run.at,
      known === undefined
        ? run
        : { ...known, succeeded: known.succeeded + succeeded, failed: known.failed + failed },
    );
  }
  return [...minutes.values()].sort((a, b) => a.at - b.at);
}

type End = Readonly<{
  at: number;
  outcome: 'succeeded' | 'failed';
  seconds: number | undefined;
}>;

/**
 * One run of an object, from `from` to before `to`, Unix seconds; `started` is its own timestamp.
 */
type Life = Readonly<{ from: number; to: number; started: number | undefined }>;

/**
 * A Job that is deleted and created again under its name is another run, with another start time.
 */
function listLives(started: Segments | undefined): Life[] {
  const { starts = [], values = [] } = started ?? {};
  const begins = starts.flatMap((from, index) =>
    index > 0 && values[index - 1] === values[index] ? [] : [{ from, started: values[index] }],
  );
  const [first = { from: 0, started: undefined }, ...later] = begins;
  return [{ ...first, from: 0 }, ...later].map((life, index) => ({
    ...life,
    to: later[index]?.from ?? Number.POSITIVE_INFINITY,
  }));
}

function findEnds(store: Store, object: StoredObject | undefined): End[] {
  if (object === undefined) return [];
  return listLives(object.facts.get('started')).flatMap(life => findEnd(store, object, life) ?? []);
}

/**
 * An object that exists when the history begins ended before it, at a time that only its timestamps
 * show.
 */
const beginningSeconds = 120;

function findEnd(store: Store, { facts }: StoredObject, life: Life): End | undefined {
  const { started } = life;
  const completed = findRaised(facts.get('completed'), life);
  const succeeded = findRaised(facts.get('succeeded'), life)?.since ?? completed?.since;
  const seen = (time: number, stamp: number | undefined) => {
    const wasThere = time - store.oldest < beginningSeconds;
    return minuteEnding(wasThere ? (stamp ?? time) : time);
  };
  if (succeeded !== undefined) {
    const seconds =
      started === undefined || completed === undefined ? undefined : completed.value - started;
    return { at: seen(succeeded, completed?.value), outcome: 'succeeded', seconds };
  }
  const failed = findRaised(facts.get('failed'), life)?.since ?? findFailedPods(facts, life);
  if (failed === undefined) return undefined;
  return { at: seen(failed, started), outcome: 'failed', seconds: undefined };
}

/** When a fact was first above 0 during an object's life, Unix seconds, and its value then. */
function findRaised(segments: Segments | undefined, { from, to }: Life) {
  if (segments === undefined) return undefined;
  const { starts, ends, values } = segments;
  for (let index = 0; index < values.length; index += 1) {
    const [start = 0, value = 0] = [starts[index], values[index]];
    if (start >= to) return undefined;
    if (value > 0 && (ends[index] ?? 0) >= from) return { since: Math.max(start, from), value };
  }
  return undefined;
}

/**
 * Pods that have failed while none is active, for two scrapes, because another may be about to
 * start.
 */
function findFailedPods(facts: ReadonlyMap<ObjectFact, Segments>, life: Life): number | undefined {
  const active = facts.get('active');
  const since = findRaised(facts.get('failing'), life)?.since;
  if (active === undefined || since === undefined) return undefined;
  for (
    let index = Math.max(0, findSegment(active, since));
    index < active.values.length;
    index += 1
  ) {
    const start = Math.max(since, active.starts[index] ?? 0);
    const end = Math.min(life.to, active.ends[index] ?? 0);
    if (active.values[index] === 0 && end - start >= active.spacing) return start;
  }
  return undefined;
}
