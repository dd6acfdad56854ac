import type { ItemFact, RunFact, SuccessFact } from '../model/facts.ts';
import type { CounterGains } from './counters.ts';
import type { Gain } from './gains.ts';
import type { Outcome } from './store.ts';

/** The minute that a moment belongs to: the minute that ends at or after it, in Unix seconds. */
export function minuteEnding(time: number): number {
  return Math.ceil(time / 60) * 60;
}

/** The outcome that the total contains besides the others; undefined if both are counted. */
export type Inferred = 'succeeded' | 'failed' | undefined;

type Counts = { -readonly [Key in keyof RunFact]: RunFact[Key] };

/** The runs that ended in each minute. */
export function countRuns(counters: readonly CounterGains[], inferred: Inferred): RunFact[] {
  const minutes = new Map<number, Counts>();
  const totals = new Map<Counts, number>();
  const findBit = createBits(counters.map(({ identity }) => identity.target));
  for (const { identity, gains } of counters) {
    const { target, outcome } = identity;
    const known = outcome === 'total' ? inferred : outcome;
    if (known === undefined) continue;
    const bit = 1 << findBit(target);
    for (const { time, count } of gains) {
      const counts = findMinute(minutes, minuteEnding(time));
      if (outcome === 'total') totals.set(counts, (totals.get(counts) ?? 0) + count);
      else counts[outcome] += count;
      if (known === 'failed') counts.failedOn |= bit;
      if (known === 'succeeded') counts.succeededOn |= bit;
    }
  }
  for (const [counts, total] of totals) infer(counts, inferred, total);
  return [...minutes.values()].sort((a, b) => a.at - b.at);
}

function findMinute(minutes: Map<number, Counts>, at: number): Counts {
  const known = minutes.get(at);
  if (known !== undefined) return known;
  const counts = { at, succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  minutes.set(at, counts);
  return counts;
}

/** Adds the part of the total that the counted outcomes do not explain. */
function infer(counts: Counts, inferred: Inferred, total: number): void {
  if (inferred === undefined) return;
  const { succeeded, failed, skipped } = counts;
  counts[inferred] += Math.max(0, total - succeeded - failed - skipped);
}

const bits = 30;

/** The bit of each target: its own if there are enough of them, otherwise one of a hash. */
function createBits(targets: readonly string[]): (target: string) => number {
  const own = new Map([...new Set(targets)].map((target, index) => [target, index]));
  return own.size > bits ? hashBit : target => own.get(target) ?? 0;
}

function hashBit(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (hash * 31 + text.charCodeAt(index)) % 1_000_003;
  }
  return hash % bits;
}

/** Items that were handled in each minute. */
export function countItems(counters: readonly CounterGains[], inferred: Inferred): ItemFact[] {
  return countRuns(counters, inferred).map(({ at, succeeded, failed, skipped }) => ({
    at,
    succeeded,
    failed,
    skipped,
  }));
}

/** Runs that keep a job alive. A skipped run has nothing to do, and counts like a success. */
const aliveOutcomes: readonly Outcome[] = ['succeeded', 'skipped'];

/**
 * When successes became known, and when they happened: from the timestamps, and from the growth of
 * the counters if there is no timestamp for it. Times ascend.
 */
export function findSuccesses(
  stamps: readonly SuccessFact[],
  counters: readonly CounterGains[],
  inferred: Inferred,
): SuccessFact[] {
  const grown = [...listGains(counters, aliveOutcomes), ...inferSuccesses(counters, inferred)].map(
    ({ time, since }) => ({ at: minuteEnding(time), time, since, isStamp: false }),
  );
  const stamped = stamps.map(stamp => ({ ...stamp, since: stamp.time, isStamp: true }));
  const successes: SuccessFact[] = [];
  let newestStamp = Number.NEGATIVE_INFINITY;
  const all = [...stamped, ...grown].sort((a, b) => a.at - b.at || a.time - b.time);
  for (const { at, time, since, isStamp } of all) {
    const newest = successes.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
    if (isStamp) newestStamp = Math.max(newestStamp, time);
    // a timestamp between the two samples of the growth is the same success, and exact
    else if (newestStamp > since - 1) continue;
    if (time > newest) successes.push({ at, time });
  }
  return successes;
}

function listGains(counters: readonly CounterGains[], outcomes: readonly Outcome[]): Gain[] {
  return counters
    .filter(({ identity }) => outcomes.includes(identity.outcome))
    .flatMap(({ gains }) => gains);
}

/** If successes are the rest of a total: its growth in minutes with a rest. */
function inferSuccesses(counters: readonly CounterGains[], inferred: Inferred): Gain[] {
  if (inferred !== 'succeeded') return [];
  const runs = countRuns(counters, inferred).filter(({ succeeded }) => succeeded > 0);
  const minutes = new Set(runs.map(({ at }) => at));
  return listGains(counters, ['total']).filter(({ time }) => minutes.has(minuteEnding(time)));
}
