import type { DurationFact, RunFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import { addSamples, createSegments, type Samples, type Segments } from './segments.ts';
import { noteChange, type Store, touchJob } from './store.ts';

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
    touchJob(store, job).objects.set(key, known);
  }
  if (changed) for (const name of known.names) noteChange(touchJob(store, name));
}

/** The outcomes and durations of the ended runs of a job. */
export function readObjects(
  store: Store,
  objects: Iterable<StoredObject>,
): { runs: RunFact[]; durations: DurationFact[] } {
  const runs: RunFact[] = [];
  const durations: DurationFact[] = [];
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  for (const object of objects) {
    for (const { at, outcome, seconds } of findEnds(store, object)) {
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
function listLives({ starts, values } = createSegments()): Life[] {
  const [first, ...later] = starts
    .map((from, index) => ({ from, started: values[index] }))
    .filter(({ started }, index) => started !== values[index - 1]);
  return [{ from: 0, started: first?.started }, ...later].map((life, index) => ({
    ...life,
    to: later[index]?.from ?? Number.POSITIVE_INFINITY,
  }));
}

function findEnds(store: Store, object: StoredObject): End[] {
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
function findRaised(
  { starts, ends, values } = createSegments(),
  { from, to }: Pick<Life, 'from' | 'to'>,
) {
  return starts
    .map((start, index) => ({ since: Math.max(start, from), value: values[index] ?? 0, index }))
    .find(({ since, value, index }) => value > 0 && since < to && (ends[index] ?? 0) >= from);
}

/**
 * Pods that have failed while none is active, for two scrapes, because another may be about to
 * start.
 */
function findFailedPods(facts: ReadonlyMap<ObjectFact, Segments>, life: Life): number | undefined {
  const { starts, ends, values, spacing } = facts.get('active') ?? createSegments();
  const failed = findRaised(facts.get('failing'), life)?.since ?? Number.POSITIVE_INFINITY;
  return starts
    .map((start, index) => ({ since: Math.max(failed, start), index }))
    .find(({ since, index }) => {
      const end = Math.min(life.to, ends[index] ?? 0);
      return values[index] === 0 && end - since >= spacing;
    })?.since;
}
