import type { QueueFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
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
  const rows = series.map(one => ({ ...one, index: -1 }));
  let last: QueueFact | undefined;
  for (const at of findChanges(series)) {
    for (const row of rows) advance(row, at);
    const size = findSize(store, rows, at);
    if (last !== undefined && Object.is(last.size, size)) continue;
    last = { at, size };
    facts.push(last);
  }
  return facts;
}

/** A series, and the segment of a moment; -1 before the first. */
type Row = StoredSeries & { index: number };

function advance(row: Row, at: number): void {
  const { starts } = row.segments;
  while ((starts[row.index + 1] ?? Number.POSITIVE_INFINITY) <= at) row.index += 1;
}

/** The minutes in which a value is new, or has been missing for so long that it is gone. */
function findChanges(series: readonly StoredSeries[]): number[] {
  const minutes = new Set<number>();
  for (const { segments } of series) {
    const { starts, ends, spacing } = segments;
    starts.forEach((start, index) => {
      minutes.add(minuteEnding(start));
      const goneAt = minuteEnding((ends[index] ?? start) + goneAfter(spacing));
      if ((starts[index + 1] ?? Number.POSITIVE_INFINITY) > goneAt) minutes.add(goneAt);
    });
  }
  return [...minutes].sort((a, b) => a - b);
}

function goneAfter(spacing: number): number {
  return Math.max(goneSeconds, 2.5 * spacing);
}

function findSize(store: Store, rows: readonly Row[], at: number): number | undefined {
  let size: number | undefined;
  let isGone = false;
  for (const { identity, segments, index } of rows) {
    if (index < 0) continue;
    const [end = 0, value = Number.NaN] = [segments.ends[index], segments.values[index]];
    if (at - end < goneAfter(segments.spacing)) {
      if (Number.isFinite(value)) size = Math.max(size ?? value, value);
    } else if (answeredBetween(store.targets.get(identity.target), end, at)) isGone = true;
  }
  return size ?? (isGone ? 0 : undefined);
}
