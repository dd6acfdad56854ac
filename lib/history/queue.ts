import type { QueueFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import { findSegment } from './segments.ts';
import type { Store, StoredSeries } from './store.ts';
import { answeredBetween } from './watch.ts';

/** A row that has been missing for this long is gone, in seconds: Prometheus's own lookback. */
const goneSeconds = 300;

/**
 * The queue's size at each minute in which it changed. Several instances report the same queue, so
 * the largest of their values counts. If a row is gone while its target answers, the queue is
 * empty. If the target is gone too, the size is unknown.
 */
export function followQueue(store: Store, series: readonly StoredSeries[]): QueueFact[] {
  const facts: QueueFact[] = [];
  let last: QueueFact | undefined;
  for (const at of findChanges(series)) {
    const size = sizeAt(store, series, at);
    if (last !== undefined && Object.is(last.size, size)) continue;
    last = { at, size };
    facts.push(last);
  }
  return facts;
}

function findChanges(series: readonly StoredSeries[]): number[] {
  const minutes = new Set<number>();
  for (const { segments } of series) {
    segments.starts.forEach((start, index) => {
      minutes.add(minuteEnding(start));
      minutes.add(minuteEnding((segments.ends[index] ?? start) + goneAfter(segments.spacing)));
    });
  }
  return [...minutes].sort((a, b) => a - b);
}

function goneAfter(spacing: number): number {
  return Math.max(goneSeconds, 2.5 * spacing);
}

function sizeAt(store: Store, series: readonly StoredSeries[], at: number): number | undefined {
  let size: number | undefined;
  let isGone = false;
  for (const { identity, segments } of series) {
    const index = findSegment(segments, at);
    if (index < 0) continue;
    const [end = 0, value = Number.NaN] = [segments.ends[index], segments.values[index]];
    if (at - end < goneAfter(segments.spacing)) {
      if (Number.isFinite(value)) size = Math.max(size ?? value, value);
    } else if (answeredBetween(store.targets.get(identity.target), end, at)) isGone = true;
  }
  return size ?? (isGone ? 0 : undefined);
}
