import { describe, expect, it } from 'vitest';
import { duration, findQuantile } from '../../lib/checks/duration.ts';
import type { DurationFact } from '../../lib/model/facts.ts';
import { findAbove, makeFacts, makeJob, measure, minute } from './facts.ts';

const job = makeJob('{ interval: 1m }');

/** Runs of this many seconds, a minute apart; two numbers are the bounds of a bucket. */
const took = (...seconds: readonly (number | readonly [number, number])[]): DurationFact[] =>
  seconds.map((value, index) => {
    const [low, high] = typeof value === 'number' ? [value, value] : value;
    return { at: minute(index), low, high, count: 1 };
  });

const repeat = <Value>(value: Value, count: number): Value[] =>
  Array.from({ length: count }, () => value);

const findP95 = (durations: readonly DurationFact[], at: number) =>
  measure(duration, makeFacts({ durations }), { job, at }).DurationP95Seconds;

describe('the 95th percentile of the run times', () => {
  it('is that of the last ten minutes', () => {
    const found = measure(duration, makeFacts({ durations: took(900, ...repeat(10, 9), 40) }), {
      job,
      at: minute(10),
    });
    expect(found).toEqual({ DurationP95Seconds: 40, DurationP50Seconds: 10 });
  });

  it('is the plain value of a window that the configuration sets', () => {
    const windowed = makeJob('{ interval: 1m, duration: { window: 5m } }');
    const durations = took(...repeat(10, 20), 400, ...repeat(10, 20));
    const find = (at: number) =>
      measure(duration, makeFacts({ durations }), { job: windowed, at }).DurationP95Seconds;
    expect(findAbove(find, { limit: 300, minutes: 40 })).toBe('20-24');
  });

  it('is above its limit only for a moment if one run was slow', () => {
    const durations = took(...repeat(10, 20), 400, ...repeat(10, 20));
    expect(findAbove(at => findP95(durations, at), { limit: 300, minutes: 40 })).toBe('20-20');
  });

  it('is above its limit while slow runs are more than chance', () => {
    const durations = took(...repeat(10, 20), ...repeat(400, 10), ...repeat(10, 20));
    expect(findAbove(at => findP95(durations, at), { limit: 300, minutes: 49 })).toBe('20-33');
    expect(findAbove(at => findP95(durations, at), { limit: 600, minutes: 49 })).toBe('');
  });

  it('is above its limit if runs were slower than the highest bound', () => {
    const beyond = repeat<readonly [number, number]>([600, Number.POSITIVE_INFINITY], 10);
    const durations = took(...repeat(10, 20), ...beyond);
    expect(findAbove(at => findP95(durations, at), { limit: 600, minutes: 29 })).toMatch(
      /^2\d-29$/,
    );
  });

  it('is not above a limit that lies inside the bucket of the runs', () => {
    const durations = took(...repeat<readonly [number, number]>([120, 600], 30));
    expect(findAbove(at => findP95(durations, at), { limit: 300, minutes: 29 })).toBe('');
  });

  it('is not known if no run ended recently, or none ever', () => {
    expect(findP95(took(10), minute(30))).toBeUndefined();
    expect(findP95([], minute(30))).toBeUndefined();
  });

  it('stays above its limit while nothing runs', () => {
    const durations = took(...repeat(10, 20), ...repeat(400, 10), 350);
    expect(findP95(durations, minute(60))).toBe(350);
  });

  it('is that of a window that the configuration sets', () => {
    const windowed = makeJob('{ interval: 1m, duration: { window: 1h } }');
    const durations = took(200, ...repeat(10, 15));
    const found = measure(duration, makeFacts({ durations }), { job: windowed, at: minute(15) });
    expect(found.DurationP95Seconds).toBe(200);
  });

  it('is above the critical limit while that alert is raised, and not above it before', () => {
    const durations = took(...repeat(10, 20), ...repeat(400, 10), 700, ...repeat(400, 3));
    expect([29, 31].map(at => findP95(durations, minute(at)))).toEqual([400, 600]);
    const worse = took(...repeat(10, 20), ...repeat(900, 10));
    expect(findP95(worse, minute(29))).toBe(900);
    const steady = took(...repeat([...repeat(10, 11), 900], 30).flat());
    const rates = Array.from({ length: 12 }, (_, count) => findP95(steady, minute(348 + count)));
    expect(new Set(rates)).toEqual(new Set([900, 606.01]));
  });
});

describe('a quantile', () => {
  it.each([
    ['of exact times is one of them', took(3, 1, 4, 2), 0.5, 2],
    ['of a bucket is its middle', took([10, 30]), 0.95, 20],
    [
      'beyond the highest bound is a little more than that',
      took([600, Number.POSITIVE_INFINITY]),
      0.95,
      600.6,
    ],
    ['of nothing is 0', [], 0.95, 0],
  ])('%s', (_, facts, q, expected) => {
    expect(findQuantile(facts, q)).toBeCloseTo(expected, 9);
  });
});
