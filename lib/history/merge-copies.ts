import { findSegment, type Segments } from './segments.ts';

/** A segment of one value on the merged line of all copies. */
export type Segment = Readonly<{ start: number; end: number; value: number }>;

/**
 * A copy counts for this many scrape intervals after its last sample, so that one missed scrape
 * does not end it.
 */
const aliveIntervals = 2.5;

/**
 * Merges the copies of one series into one line: at each time the highest value of the copies that
 * are alive. Then neither the second replica of an HA pair, nor a label that relabelling added, nor
 * `le="5"` that became `le="5.0"` is an event.
 */
export function mergeCopies(copies: readonly Segments[]): Segment[] {
  return copies.length > 1 ? mergeSeveral(copies) : copies.flatMap(toSegments);
}

function toSegments({ starts, ends, values }: Segments): Segment[] {
  return values.map((value, index) => ({
    start: starts[index] ?? 0,
    end: ends[index] ?? 0,
    value,
  }));
}

function mergeSeveral(copies: readonly Segments[]): Segment[] {
  const spans: { start: number; end: number; value: number }[] = [];
  const spacing = Math.min(...copies.map(copy => copy.spacing));
  for (const time of findChanges(copies)) {
    const alive = listAlive(copies, time);
    if (alive.length === 0) continue;
    const value = Math.max(...alive.map(copy => copy.value));
    const end = Math.max(time, ...alive.map(copy => copy.end));
    const last = spans.at(-1);
    if (
      last !== undefined &&
      Object.is(last.value, value) &&
      time - last.end <= aliveIntervals * spacing
    ) {
      last.end = Math.max(last.end, end);
    } else {
      if (last !== undefined) last.end = Math.min(last.end, time);
      spans.push({ start: time, end, value });
    }
  }
  return spans;
}

/** When a copy's value changes, and when a copy no longer counts. */
function findChanges(copies: readonly Segments[]): number[] {
  const times = new Set<number>();
  for (const { starts, ends, spacing } of copies) {
    starts.forEach((start, index) => {
      times.add(start);
      const end = ends[index] ?? start;
      const next = starts[index + 1] ?? Number.POSITIVE_INFINITY;
      if (next - end > aliveIntervals * spacing) times.add(end + aliveIntervals * spacing);
    });
  }
  return [...times].sort((a, b) => a - b);
}

/** The values of the copies that are alive at a time, and when each was last seen. */
function listAlive(copies: readonly Segments[], time: number): Omit<Segment, 'start'>[] {
  return copies
    .map(copy => {
      const index = findSegment(copy, time);
      const end = copy.ends[index] ?? Number.NEGATIVE_INFINITY;
      return { value: copy.values[index] ?? 0, end, until: end + aliveIntervals * copy.spacing };
    })
    .filter(({ until }) => time < until);
}
