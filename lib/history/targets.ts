import { findSegment, type Segments } from './segments.ts';
import type { Identity, Store, StoredJob, Target } from './store.ts';
import { findJobWatchedUntil } from './watch.ts';

/** What happened to the targets of a job. Times are Unix seconds. */
export type TargetFacts = Readonly<{
  /** `instance` of each target that did not answer its last scrape. */
  down: readonly string[];
  /** When one of its processes last started, if this was seen. */
  restartedAt: number | undefined;
}>;

/** Gives what is known at a time about the targets that export a job. */
export function createTargetFinder(store: Store, at: number): (job: StoredJob) => TargetFacts {
  const falls = findFalls(store);
  return job => {
    const keys = new Set([...job.series.values()].map(({ identity }) => identity.target));
    const targets = [...keys].flatMap(key => store.targets.get(key) ?? []);
    const restarts = [
      ...[...keys].flatMap(key => falls.get(key) ?? []),
      ...targets.flatMap(target => listBirths(store, target)),
    ];
    return {
      down: targets.filter(target => isDown(target, at)).map(({ instance }) => instance),
      restartedAt: restarts.filter(time => time <= at).sort((a, b) => b - a)[0],
    };
  };
}

function isDown({ copies }: Target, at: number): boolean {
  const values = new Set([...copies.values()].map(segments => findValue(segments, at)));
  return values.has(0) && !values.has(1);
}

/** The newest value at a time; undefined if the series had ended by then. */
function findValue(segments: Segments, at: number): number | undefined {
  const index = findSegment(segments, at);
  const end = segments.ends[index] ?? Number.NEGATIVE_INFINITY;
  return end + 2 * segments.spacing < at ? undefined : segments.values[index];
}

/** If a counter falls, its process has restarted; by the keys of targets. */
function findFalls(store: Store): ReadonlyMap<string, readonly number[]> {
  const falls = new Map<string, number[]>();
  for (const { series } of store.jobs.values()) {
    for (const { identity, segments } of series.values()) {
      if (!isCounter(identity)) continue;
      falls.set(identity.target, [...(falls.get(identity.target) ?? []), ...listFalls(segments)]);
    }
  }
  return falls;
}

function isCounter({ kind, isGauge }: Identity): boolean {
  return (kind === 'runs' || kind === 'count') && isGauge !== true;
}

/** When the process ended whose counter fell: its last sample plus a scrape interval. */
function listFalls({ starts, ends, values, spacing }: Segments): number[] {
  return starts.flatMap((start, index) => {
    const [end = 0, before = 0] = [ends[index - 1], values[index - 1]];
    return (values[index] ?? 0) < before ? [Math.min(start, end + spacing)] : [];
  });
}

/** A target is new if it is first seen while others of its kind are known. */
function listBirths(store: Store, { scrapeJob, copies }: Target): number[] {
  return [...copies.values()]
    .flatMap(({ starts }) => starts.slice(0, 1))
    .filter(start => findJobWatchedUntil(store, scrapeJob, start) !== undefined);
}
