import type { Segments } from './segments.ts';
import type { Store, StoredJob } from './store.ts';
import { findJobWatchedUntil } from './watch.ts';

/** What the targets of a job went through. Times are Unix seconds. */
export type TargetFacts = Readonly<{
  /** `instance` of each that did not answer its last scrape. */
  down: readonly string[];
  /** When one of its processes last started, as far as that was seen. */
  restartedAt: number | undefined;
}>;

/** Gives what is known, at a time, of the targets that export a job. */
export function createTargetFinder(store: Store, at: number): (job: StoredJob) => TargetFacts {
  const falls = findFalls(store);
  return job => {
    const targets = [...new Set([...job.series.values()].map(({ identity }) => identity.target))];
    const restarts = targets
      .flatMap(target => [...(falls.get(target) ?? []), ...listBirths(store, target)])
      .filter(time => time <= at);
    return {
      down: targets.filter(target => isDown(store, target, at)).map(nameTarget),
      restartedAt: restarts.length === 0 ? undefined : Math.max(...restarts),
    };
  };
}

function isDown({ targets }: Store, target: string, at: number): boolean {
  const values = [...(targets.get(target)?.copies.values() ?? [])].map(segments =>
    findValue(segments, at),
  );
  const known = values.filter(value => value !== undefined);
  return known.length > 0 && known.every(value => value === 0);
}

/** The newest value at a time; undefined where the series had ended by then. */
function findValue({ starts, ends, values, spacing }: Segments, at: number): number | undefined {
  const index = starts.findLastIndex(start => start <= at);
  return (ends[index] ?? Number.NEGATIVE_INFINITY) + 2 * spacing < at ? undefined : values[index];
}

/** A target's key is what `keyTarget` made of its labels `job` and `instance`. */
function nameTarget(key: string): string {
  const parts: unknown = JSON.parse(key === '' ? '[]' : key);
  return Array.isArray(parts) && typeof parts[1] === 'string' ? parts[1] : '';
}

/** A counter that falls started again with its process. */
function findFalls(store: Store): ReadonlyMap<string, readonly number[]> {
  const falls = new Map<string, number[]>();
  for (const { series } of store.jobs.values()) {
    for (const { identity, segments } of series.values()) {
      if (!isCounter(identity)) continue;
      const found = listFalls(segments);
      if (found.length > 0)
        falls.set(identity.target, [...(falls.get(identity.target) ?? []), ...found]);
    }
  }
  return falls;
}

/** A target is new that is first seen while others of its kind are known. */
function listBirths(store: Store, target: string): number[] {
  const { scrapeJob = '', copies } = store.targets.get(target) ?? {};
  return [...(copies?.values() ?? [])]
    .flatMap(({ starts }) => starts.slice(0, 1))
    .filter(start => findJobWatchedUntil(store, scrapeJob, start) !== undefined);
}

function isCounter({ kind, isGauge }: Readonly<{ kind: string; isGauge?: boolean }>): boolean {
  return (kind === 'runs' || kind === 'count') && isGauge !== true;
}

/** When the process ended whose counter fell: its last sample, and a scrape later. */
function listFalls({ starts, ends, values, spacing }: Segments): number[] {
  return starts.flatMap((start, index) => {
    const before = values[index - 1];
    if (before === undefined || (values[index] ?? 0) >= before) return [];
    return [Math.min(start, (ends[index - 1] ?? start) + spacing)];
  });
}
