import { countWhile } from '../model/count-up-to.ts';

/**
 * A series as segments of equal value: `starts[i]`..`ends[i]` are the times, in Unix seconds, of
 * the first and the last sample that had `values[i]`. A segment also ends if samples are missing.
 */
export type Segments = {
  readonly starts: number[];
  readonly ends: number[];
  readonly values: number[];
  /** The shortest time between two samples, in seconds: the scrape interval. */
  spacing: number;
};

/** Samples further apart than this many scrape intervals are not one segment. */
const gapFactor = 1.6;

/**
 * A scrape interval before the real one is known, in seconds: the longest that Prometheus's
 * lookback allows.
 */
const unknownSpacing = 300;

export function createSegments(): Segments {
  return { starts: [], ends: [], values: [], spacing: unknownSpacing };
}

/**
 * Samples in order of time, in Unix seconds. `stepSeconds` is the step of the grid on which they
 * were read; it is absent for samples as scraped.
 */
export type Samples = Readonly<{
  times: readonly number[];
  values: readonly number[];
  stepSeconds?: number | undefined;
}>;

/**
 * Adds samples in order of time. Samples within the known segments are already known, so reading a
 * minute again changes nothing, and an answer that lacks samples removes none. Returns whether
 * anything but the end of the last segment has changed.
 */
export function addSamples(segments: Segments, samples: Samples): boolean {
  const { times } = samples;
  const first = segments.starts[0] ?? Number.NEGATIVE_INFINITY;
  const last = segments.ends.at(-1) ?? Number.NEGATIVE_INFINITY;
  learnSpacing(segments, times);
  const older = times.findLastIndex(time => time < first) + 1;
  const known = times.findLastIndex(time => time <= last) + 1;
  const appended = append(segments, slice(samples, known));
  return older === 0 ? appended : prepend(segments, slice(samples, 0, older));
}

function slice({ times, values, stepSeconds }: Samples, from: number, to?: number): Samples {
  return { times: times.slice(from, to), values: values.slice(from, to), stepSeconds };
}

function learnSpacing(segments: Segments, times: readonly number[]): void {
  times.forEach((time, index) => {
    const gap = time - (times[index - 1] ?? Number.NEGATIVE_INFINITY);
    // two scrapes of one second are a restart of Prometheus, not an interval
    if (gap >= 1) segments.spacing = Math.min(segments.spacing, gap);
  });
}

function append(segments: Segments, { times, values, stepSeconds = 0 }: Samples): boolean {
  const { starts, ends, values: known } = segments;
  const longest = gapFactor * Math.max(segments.spacing, stepSeconds);
  let changed = false;
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? 0;
    const value = values[index] ?? Number.NaN;
    const last = known.length - 1;
    const isGap = time - (ends[last] ?? time) > longest;
    if (Object.is(known[last], value) && !isGap) {
      ends[last] = time;
      continue;
    }
    starts.push(time);
    ends.push(time);
    known.push(value);
    changed = true;
  }
  return changed;
}

function prepend(segments: Segments, samples: Samples): boolean {
  const older = createSegments();
  older.spacing = segments.spacing;
  append(older, samples);
  const longest = gapFactor * Math.max(segments.spacing, samples.stepSeconds ?? 0);
  const end = older.ends.length - 1;
  const joins =
    Object.is(older.values[end], segments.values[0]) &&
    (segments.starts[0] ?? 0) - (older.ends[end] ?? 0) <= longest;
  if (joins) {
    older.ends[end] = segments.ends[0] ?? 0;
    for (const list of [segments.starts, segments.ends, segments.values]) list.shift();
  }
  segments.starts.unshift(...older.starts);
  segments.ends.unshift(...older.ends);
  segments.values.unshift(...older.values);
  return true;
}

/** Index of the last segment that began at or before a time; -1 if none did. */
export function findSegment({ starts }: Segments, time: number): number {
  return countWhile(starts, start => start <= time) - 1;
}

/**
 * Forgets segments that ended before a time, except the last value and the one before it. Both are
 * needed to know how the last value grew, and what comes next.
 */
export function trimSegments(segments: Segments, before: number): boolean {
  const { starts, ends, values } = segments;
  let last = 0;
  while (last < ends.length - 1 && (ends[last + 1] ?? 0) < before) last += 1;
  let first = last;
  while (first > 0 && Object.is(values[first - 1], values[last])) first -= 1;
  const forgotten = Math.max(0, first - 1);
  // gaps within one value are no longer known, except in the last segment
  const inner = Math.max(0, last - first - 1);
  if (inner > 0) ends[first] = ends[last - 1] ?? 0;
  for (const list of [starts, ends, values]) {
    list.splice(first + 1, inner);
    list.splice(0, forgotten);
  }
  return forgotten + inner > 0;
}
