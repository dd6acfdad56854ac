import { describe, expect, it } from 'vitest';
import {
  addSamples,
  createSegments,
  findSegment,
  type Segments,
  trimSegments,
} from '../../lib/history/segments.ts';

/** Samples as `time:value`, added in as many reads as there are texts. */
function read(...readings: readonly string[]): Segments {
  const segments = createSegments();
  for (const text of readings) add(segments, text);
  return segments;
}

function add(segments: Segments, text: string): boolean {
  const samples = text.split(' ').map(word => word.split(':').map(Number));
  return addSamples(segments, {
    times: samples.map(([time = 0]) => time),
    values: samples.map(([, value = 0]) => value),
  });
}

/** Segments as `start-end:value`. */
const show = ({ starts, ends, values }: Segments) =>
  starts.map((from, index) => `${from}-${ends[index]}:${values[index]}`).join(' ');

describe('samples of one series become segments of equal value', () => {
  it.each([
    ['that lasts while the value does', ['0:1 30:1 60:2 90:2 120:1'], '0-30:1 60-90:2 120-120:1'],
    ['that a gap of 1.6 intervals does not end', ['0:1 50:1 130:1 211:1'], '0-130:1 211-211:1'],
    ['of an older reading a gap of 1.6 intervals before', ['130:1', '0:1 50:1'], '0-130:1'],
    ['of an older reading a longer gap before', ['131:1', '0:1 50:1'], '0-50:1 131-131:1'],
    ['that is known, even if a later read says otherwise', ['0:1 30:1', '0:2 30:2'], '0-30:1'],
    ['that ends if samples are missing', ['0:1 30:1 120:1 150:1'], '0-30:1 120-150:1'],
    ['that a single late scrape does not end', ['0:1 30:1 75:1'], '0-75:1'],
    ['that is not a number', ['0:NaN 30:NaN 60:1'], '0-30:NaN 60-60:1'],
    ['of a read that continues the one before', ['0:1 30:1', '60:1 90:2'], '0-60:1 90-90:2'],
    ['of a read that overlaps the one before', ['0:1 30:1', '30:1 60:2'], '0-30:1 60-60:2'],
    ['of an older read that came later', ['60:2 90:2', '0:1 30:2'], '0-0:1 30-90:2'],
    ['of an older read, long before', ['600:2 630:2', '0:2 30:2'], '0-30:2 600-630:2'],
    ['of a read that lacks known samples', ['0:1 30:2 60:2', '0:1 60:2'], '0-0:1 30-60:2'],
  ])('%s', (_, readings, expected) => {
    expect(show(read(...readings))).toBe(expected);
  });

  it('adding samples returns whether anything but the end of the last segment has changed', () => {
    const segments = createSegments();
    expect(add(segments, '0:1 30:1')).toBe(true);
    expect(add(segments, '60:1')).toBe(false);
    expect(add(segments, '30:1 60:1')).toBe(false);
    expect(add(segments, '90:2')).toBe(true);
    expect(add(segments, '-30:7')).toBe(true);
  });

  it('the scrape interval is learnt, but not from a Prometheus that restarts', () => {
    expect(createSegments().spacing).toBe(300);
    expect(read('0:1 30:1 45:1 105:1').spacing).toBe(15);
    expect(read('0:1 0.4:1 30.4:1').spacing).toBe(30);
    expect(read('0:1 1:1 31:1').spacing).toBe(1);
  });
});

it('a segment is found by its beginning, and the result is -1 if none has begun', () => {
  const segments = read('0:1 30:1 60:2');
  expect([-1, 0, 59, 60, 61].map(time => findSegment(segments, time))).toEqual([-1, 0, 0, 1, 1]);
});

describe('forgetting', () => {
  it('keeps the last value before the time and the one that it grew from', () => {
    const segments = read('0:1 30:2 60:3 90:4');
    expect(trimSegments(segments, 60)).toBe(false);
    expect(trimSegments(segments, 70)).toBe(true);
    expect(show(segments)).toBe('30-30:2 60-60:3 90-90:4');
    expect(trimSegments(segments, 70)).toBe(false);
  });

  it('does not mistake a gap in the samples for growth', () => {
    const segments = read('0:1 30:2', '300:2 330:2', '600:2 630:2', '900:2 930:2 960:3');
    trimSegments(segments, 940);
    expect(show(segments)).toBe('0-0:1 30-630:2 900-930:2 960-960:3');
  });

  it('keeps the two newest values of all', () => {
    const segments = read('0:1 30:2 60:3');
    trimSegments(segments, 9_999);
    expect(show(segments)).toBe('30-30:2 60-60:3');
  });

  it('returns whether it has forgotten anything, a segment or the gaps of one value', () => {
    const gaps = read('0:1 30:1', '300:1 330:1', '600:1 630:1', '900:1');
    expect(trimSegments(gaps, 700)).toBe(true);
    expect(show(gaps)).toBe('0-330:1 600-630:1 900-900:1');
    expect(trimSegments(gaps, 700)).toBe(false);
    const both = read('0:5 30:1', '300:1 330:1', '600:1 630:1', '900:2');
    expect(trimSegments(both, 700)).toBe(true);
    expect(trimSegments(read('0:1 30:1'), 9_999)).toBe(false);
    expect(trimSegments(createSegments(), 9_999)).toBe(false);
  });
});
