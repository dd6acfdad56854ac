import type { Segment } from './merge-copies.ts';
import type { Store } from './store.ts';
import {
  answeredBetween,
  findJobWatchedUntil,
  findWatchedUntil,
  isBeforeTargets,
} from './watch.ts';

/** What a counter gained, and from which value: 0 if it started again with its process. */
export type Gain = Readonly<{ time: number; count: number; isFresh: boolean; since: number }>;

/** Where a counter comes from, and how much may happen. */
type CounterContext = Readonly<{
  store: Store;
  target: string;
  scrapeJob: string;
  /**
   * The most that can have happened in this many seconds. If a new or fallen counter has more, this
   * is not an event.
   */
  mostIn: (seconds: number, time: number, isWatched: boolean) => number;
  isGauge: boolean;
  /** When the job's history begins. A series that exists from the beginning is not new. */
  knownFrom: number;
  /**
   * The last value of a part of the same counter that ended shortly before a time and continued under
   * another name. Infinite if none did.
   */
  predecessor: (time: number) => number;
}>;

/**
 * A scrape interval and the next: a series that is first seen this soon after the beginning existed
 * before.
 */
const beginningSeconds = 90;

/** This many seconds may pass between two scrapes, and runs may end in them. */
const scrapeSeconds = 60;

/**
 * What a counter gained at each of its changes, compared sample by sample. Growth counts. After a
 * fall or in a new process everything is new, up to what the job can have run. A series that is
 * first seen together with its target, or when Prometheus begins to scrape, is not new.
 */
export function findGains(spans: readonly Segment[], context: CounterContext): Gain[] {
  const gains: Gain[] = [];
  let before: Segment | undefined;
  for (const span of spans) {
    const gain = before === undefined ? birth(span, context) : change(before, span, context);
    if (gain !== undefined && gain.count > 0) gains.push(gain);
    before = span;
  }
  return gains;
}

function change(before: Segment, span: Segment, context: CounterContext): Gain | undefined {
  const time = span.start;
  const grown = span.value - before.value;
  // nearly every change is plain growth, of which there are hundreds of thousands
  if (grown > 0) return { time, count: grown, isFresh: false, since: before.end };
  const { store, target, isGauge, mostIn } = context;
  // a missing series that has the same value again has restarted; one that an exporter dropped
  // continues
  const isAgain =
    grown < 0 ? !isGauge : answeredBetween(store.targets.get(target), before.end, time);
  return isAgain && span.value <= mostIn(time - before.end, time, false)
    ? { time, count: span.value, isFresh: true, since: before.end }
    : undefined;
}

function birth({ start: time, value }: Segment, context: CounterContext): Gain | undefined {
  const { store, target, scrapeJob, mostIn, knownFrom, predecessor } = context;
  const previous = predecessor(time);
  if (value >= previous) return { time, count: value - previous, isFresh: false, since: time };
  const known = store.targets.get(target);
  const isLater = time > knownFrom + beginningSeconds;
  const own =
    known === undefined || isBeforeTargets(store, time)
      ? isLater
        ? time
        : undefined
      : findWatchedUntil(known, time);
  const until = own ?? findJobWatchedUntil(store, scrapeJob, time);
  if (until === undefined) return undefined;
  // what happened while the target was not watched is new as well
  const seconds = Math.max(scrapeSeconds, time - until);
  return value > mostIn(seconds, time, own !== undefined)
    ? undefined
    : { time, count: value, isFresh: true, since: time };
}
