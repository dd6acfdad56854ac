import type { DurationFact, RunFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import { addSamples, createSegments, findSegment, type Segments } from './segments.ts';
import { type Store, touchJob } from './store.ts';

/** What a series tells of a run that is an object of its own, such as a Kubernetes Job. */
export type ObjectFact =
  | 'owner'
  | 'started'
  | 'completed'
  | 'succeeded'
  /** 1 once the run has failed for good. */
  | 'failed'
  /** Above 0 while some attempt has failed; with nothing active any more, the run has. */
  | 'failing'
  | 'active';

export type StoredObject = Readonly<{ facts: Map<ObjectFact, Segments>; names: Set<string> }>;

type Samples = Readonly<{ times: readonly number[]; values: readonly number[] }>;

/** Adds what a series tells of an object; `job` is given where it is known whose run it is. */
export function addObjectFact(
  store: Store,
  object: Readonly<{ key: string; fact: ObjectFact; job: string | undefined }>,
  { times, values }: Samples,
): void {
  const { key, fact, job } = object;
  const known = store.objects.get(key) ?? { facts: new Map(), names: new Set<string>() };
  store.objects.set(key, known);
  const segments = known.facts.get(fact) ?? createSegments();
  known.facts.set(fact, segments);
  const changed = addSamples(segments, times, values);
  store.newest = Math.max(store.newest, times.at(-1) ?? store.newest);
  store.oldest = Math.min(store.oldest, times[0] ?? store.oldest);
  if (job !== undefined && !known.names.has(job)) {
    known.names.add(job);
    touchJob(store, job).objects.add(key);
  }
  if (changed) for (const name of known.names) touchJob(store, name).version += 1;
}

/** What ended runs of a job came to, and how long they took. */
export function readObjects(
  store: Store,
  keys: ReadonlySet<string>,
): { runs: RunFact[]; durations: DurationFact[] } {
  const runs: RunFact[] = [];
  const durations: DurationFact[] = [];
  for (const key of keys) {
    const object = store.objects.get(key);
    const end = object && findEnd(store, object);
    if (end === undefined) continue;
    const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
    runs.push({ ...none, at: end.at, [end.outcome]: 1 });
    if (end.seconds === undefined) continue;
    durations.push({ at: end.at, low: end.seconds, high: end.seconds, count: 1 });
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

/** An object that is there when the history begins ended before it, at a time that only stamps tell. */
const beginningSeconds = 120;

function findEnd(store: Store, { facts }: StoredObject): End | undefined {
  const started = facts.get('started')?.values.at(-1);
  const completed = facts.get('completed')?.values.at(-1);
  const succeeded = firstAbove(facts.get('succeeded')) ?? facts.get('completed')?.starts[0];
  const seen = (time: number, stamp: number | undefined) => {
    const wasThere = time - store.oldest < beginningSeconds;
    return minuteEnding(wasThere ? (stamp ?? time) : time);
  };
  if (succeeded !== undefined) {
    const seconds =
      started === undefined || completed === undefined ? undefined : completed - started;
    return { at: seen(succeeded, completed), outcome: 'succeeded', seconds };
  }
  const failed = firstAbove(facts.get('failed')) ?? firstInactiveFailure(facts);
  if (failed === undefined) return undefined;
  return { at: seen(failed, started), outcome: 'failed', seconds: undefined };
}

function firstAbove(segments: Segments | undefined): number | undefined {
  const index = segments?.values.findIndex(value => value > 0) ?? -1;
  return index < 0 ? undefined : segments?.starts[index];
}

/** Pods that failed while none is at work: so for two scrapes, as another may be about to start. */
function firstInactiveFailure(facts: ReadonlyMap<ObjectFact, Segments>): number | undefined {
  const failing = facts.get('failing');
  const active = facts.get('active');
  if (failing === undefined || active === undefined) return undefined;
  const since = firstAbove(failing);
  if (since === undefined) return undefined;
  for (
    let index = Math.max(0, findSegment(active, since));
    index < active.values.length;
    index += 1
  ) {
    const start = Math.max(since, active.starts[index] ?? 0);
    const end = active.ends[index] ?? 0;
    if (active.values[index] === 0 && end - start >= active.spacing) return start;
  }
  return undefined;
}
