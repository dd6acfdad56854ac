import { countWhile } from '../model/count-up-to.ts';
import type { StoredJob, StoredSeries } from './store.ts';

/** A target whose process went on under a new name, and when the new name was first seen. */
export type Renamed = Readonly<{ from: string; at: number }>;

/** A new name is scraped at once; a scrape may be missed. */
const mostIntervals = 2.5;

/** Fewer runs than this are no proof: a new process can have had as many before its first scrape. */
const fewestRuns = 3;

/** A process may have ended as many runs between its last scrape under one name and the first. */
const mostBetween = 3;

/** What a target's counters of runs were when it was first and last scraped, by status. */
type Life = {
  first: number;
  last: number;
  spacing: number;
  starts: Map<string, number>;
  ends: Map<string, number>;
};

/**
 * Targets of a job that continue another one: it ended just before, and all its counters go on from
 * where it ended. That is how relabelling of `instance` looks. A new process begins at 0.
 */
export function findRenamed(job: StoredJob): ReadonlyMap<string, Renamed> {
  const renamed = new Map<string, Renamed>();
  if (hasOneTarget(job)) return renamed;
  const lives = readLives(job);
  const ended = [...lives].sort(([, a], [, b]) => a.last - b.last);
  for (const [target, life] of lives) {
    const earliest = life.first - mostIntervals * life.spacing;
    const before = countWhile(ended, ([, { last }]) => last < life.first);
    const recent = ended.slice(
      countWhile(ended, ([, { last }]) => last < earliest),
      before,
    );
    const from = recent.findLast(([, old]) => continues(old, life));
    if (from !== undefined) renamed.set(target, { from: from[0], at: life.first });
  }
  return renamed;
}

/** So it is for most jobs, which are derived again after each run. */
function hasOneTarget({ series }: StoredJob): boolean {
  let target: string | undefined;
  for (const { identity } of series.values()) {
    target ??= identity.target;
    if (identity.target !== target) return false;
  }
  return true;
}

function continues({ ends }: Life, { starts }: Life): boolean {
  const statuses = [...new Set([...ends.keys(), ...starts.keys()])];
  const runs = [...ends.values()].reduce((sum, value) => sum + value, 0);
  return (
    runs >= fewestRuns &&
    statuses.every(status => {
      const grown = (starts.get(status) ?? 0) - (ends.get(status) ?? 0);
      return grown >= 0 && grown <= mostBetween;
    })
  );
}

function readLives(job: StoredJob): Map<string, Life> {
  const series = [...job.series.values()].filter(({ identity }) => identity.kind === 'runs');
  const lives = new Map<string, Life>();
  for (const each of series) addTimes(lives, each);
  for (const each of series) addValues(lives, each);
  return lives;
}

function addTimes(lives: Map<string, Life>, { identity, segments }: StoredSeries): void {
  const { starts, ends, spacing } = segments;
  const first = starts[0] ?? Number.POSITIVE_INFINITY;
  const last = ends.at(-1) ?? Number.NEGATIVE_INFINITY;
  const life = lives.get(identity.target);
  if (life === undefined) {
    const none = { starts: new Map(), ends: new Map() };
    lives.set(identity.target, { first, last, spacing, ...none });
    return;
  }
  life.first = Math.min(life.first, first);
  life.last = Math.max(life.last, last);
  life.spacing = Math.max(life.spacing, spacing);
}

/** Copies of a counter count once. */
function addValues(lives: Map<string, Life>, { identity, segments }: StoredSeries): void {
  const life = lives.get(identity.target);
  if (life === undefined) return;
  const { starts, ends, values } = segments;
  const status = JSON.stringify([identity.outcome, identity.status, identity.part]);
  const note = (known: Map<string, number>, value = 0) =>
    known.set(status, Math.max(value, known.get(status) ?? 0));
  if (starts[0] === life.first) note(life.starts, values[0]);
  if (ends.at(-1) === life.last) note(life.ends, values.at(-1));
}
