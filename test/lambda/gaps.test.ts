import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  type Coverage,
  coverageFrom,
  coverageFromNow,
  planFill,
  withFailedFill,
  withFilled,
} from '../../lib/lambda/gaps.ts';

const M0 = 1_800_000_000;

/** Minutes from M0. */
function at(minute: number): number {
  return M0 + 60 * minute;
}

/** Spans as `from..to`, in minutes from M0. */
function listSpans(coverage: Coverage): string {
  return planFill(coverage)
    .map(({ from, to }) => `${(from - M0) / 60}..${(to - M0) / 60}`)
    .join(' ');
}

function filledOnce(coverage: Coverage): Coverage {
  return planFill(coverage).reduce(withFilled, coverage);
}

describe('a process that runs every minute', () => {
  test('misses nothing', () => {
    const coverage = [1, 2, 3].reduce((c, m) => advance(c, at(m), true), coverageFromNow(at(0)));
    expect(listSpans(coverage)).toBe('0..0');
    expect(listSpans(advance(coverage, at(0), true))).toBe('');
  });

  test('fills the minutes between two runs', () => {
    const coverage = advance(advance(coverageFromNow(at(0)), at(0), true), at(5), true);
    expect(listSpans(coverage)).toBe('1..4');
  });

  test('fills a minute at which the source did not answer', () => {
    const failed = advance(advance(coverageFromNow(at(0)), at(0), true), at(1), false);
    expect(listSpans(advance(failed, at(2), true))).toBe('1..1');
  });

  test('ignores a late run of an earlier minute', () => {
    const coverage = advance(advance(coverageFromNow(at(0)), at(0), true), at(3), true);
    const late = advance(coverage, at(1), true);
    expect(late.through).toBe(at(3));
    expect(listSpans(late)).toBe('2..2');
  });
});

describe('a process that has just started', () => {
  test('fills what CloudWatch lacks, newest first, thirty minutes at once', () => {
    const coverage = advance(coverageFrom(new Set([at(-5), at(-40)]), at(0)), at(0), true);
    expect(listSpans(coverage)).toBe('-4..-1 -31..-6');
    expect(listSpans(filledOnce(coverage))).toBe('-39..-32 -62..-41');
  });

  test('goes back three hours and no further', () => {
    let coverage = advance(coverageFrom(new Set(), at(0)), at(0), true);
    for (let run = 0; run < 6; run += 1) coverage = filledOnce(coverage);
    expect(coverage.missed).toEqual([]);
    expect(coverageFrom(new Set(), at(0)).missed.at(-1)).toBe(at(-180));
  });

  test('fills nothing that it did not miss itself if CloudWatch does not answer', () => {
    expect(listSpans(advance(coverageFromNow(at(0)), at(0), true))).toBe('');
  });
});

test('a fill that fails is tried again with half as many minutes, until one succeeds', () => {
  const coverage = advance(coverageFrom(new Set(), at(0)), at(0), true);
  const once = withFailedFill(coverage);
  expect(listSpans(once)).toBe('-15..-1');
  expect(listSpans(withFailedFill(once))).toBe('-7..-1');
  expect(listSpans(filledOnce(once))).toBe('-45..-16');
});

test('whatever runs succeed, a plan contains missed minutes of the last three hours, each once', () => {
  const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { maxLength: 20 });
  fc.assert(
    fc.property(runs, steps => {
      let minute = 0;
      let coverage = coverageFromNow(at(0));
      const published = new Set<number>();
      for (const [step, succeeded] of steps) {
        minute += step;
        coverage = advance(coverage, at(minute), succeeded);
        if (succeeded) published.add(at(minute));
      }
      const minutes = planFill(coverage).flatMap(({ from, to }) =>
        Array.from({ length: (to - from) / 60 + 1 }, (_, index) => to - 60 * index),
      );
      expect(minutes.length).toBeLessThanOrEqual(30);
      expect(minutes).toEqual([...new Set(minutes)].sort((a, b) => b - a));
      for (const planned of minutes) {
        expect(published.has(planned)).toBe(false);
        expect(planned).toBeGreaterThanOrEqual(at(minute) - 3 * 3600);
        expect(planned).toBeLessThanOrEqual(at(minute));
      }
    }),
  );
});
