import { describe, expect, it } from 'vitest';
import {
  answeredBetween,
  findJobWatchedUntil,
  findWatched,
  isBeforeTargets,
} from '../../lib/history/watch.ts';
import { inMinutes, readSeries } from './facts.ts';
import { makeUp, minute } from './raw-series.ts';

const findTarget = (up: string) => [...readSeries([makeUp(up)]).store.targets.values()][0];

describe('a target answered between two times', () => {
  it.each([
    ['if it did all the time', '1x30', 5, 10, true],
    ['if it began in between', '_x10 1x9', 5, 15, true],
    ['if it ended in between', '1x9', 5, 15, true],
    ['if it was down before and after', '0x9 1x5 0x5', 5, 20, true],
    ['if it answered once more later', '1x3 0x3 1x3', 1, 6, true],
    ['not before it began', '_x10 1x9', 5, 10, false],
    ['not after it ended', '1x9', 9, 15, false],
    ['not while it was down', '1x3 0x9 1x3', 5, 9, false],
    ['not between two of its samples', '1x30', 9, 10, false],
    ['not if only the samples at the ends exist', '1x3 0x3 1x3', 3, 8, false],
    ['not while it was away', '1x3 _x9 1x3', 3, 13, false],
  ])('%s', (_, up, after, before, expected) => {
    expect(answeredBetween(findTarget(up), minute(after), minute(before))).toBe(expected);
  });

  it('by a second and more, because scrape times vary', () => {
    const target = findTarget('0x9 1x5 0x5');
    const isBefore = (seconds: number) => answeredBetween(target, minute(2), minute(10) + seconds);
    expect([0, 1, 2].map(isBefore)).toEqual([false, false, true]);
    const isAfter = (seconds: number) => answeredBetween(target, minute(15) - seconds, minute(18));
    expect([0, 1, 2].map(isAfter)).toEqual([false, false, true]);
  });

  it('with only one sample, a second and more from both', () => {
    const target = findTarget('0x9 1 0x9');
    const isAfter = (seconds: number) => answeredBetween(target, minute(10) - seconds, minute(12));
    expect([0, 1, 2].map(isAfter)).toEqual([false, false, true]);
    const isBefore = (seconds: number) => answeredBetween(target, minute(8), minute(10) + seconds);
    expect([0, 1, 2].map(isBefore)).toEqual([false, false, true]);
  });

  it('all the time, if it began or ended a second away', () => {
    expect(answeredBetween(findTarget('0x9 1x20'), minute(10) - 1, minute(12))).toBe(true);
    expect(answeredBetween(findTarget('1x20 0x9'), minute(18), minute(20) + 1)).toBe(true);
  });

  it('if that is longer than one and a half scrape intervals', () => {
    const target = findTarget('1x30');
    const isLonger = (seconds: number) => answeredBetween(target, minute(9), minute(9) + seconds);
    expect([60, 90, 91, 120].map(isLonger)).toEqual([false, false, true, true]);
  });

  it('not if there is no target', () => {
    expect(answeredBetween(undefined, minute(0), minute(9))).toBe(false);
  });
});

describe('a time lies before everything that was read of the targets', () => {
  it('if none of them existed then', () => {
    const { store } = readSeries([makeUp('_x5 1x9'), makeUp('_x9 1x9', 'up{instance="app:2"}')]);
    expect([4, 5, 9].map(count => isBeforeTargets(store, minute(count)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('if there is no target', () => {
    expect(isBeforeTargets(readSeries([]).store, minute(0))).toBe(true);
  });
});

describe('a target is new', () => {
  it.each([
    ['from five minutes after its scrape job was first seen', '1x30', [4, 5], [false, true]],
    ['until an hour after its scrape job was last seen', '1x90', [150, 151], [true, false]],
    [
      'longer after pods that lived for less time than they are away',
      '1x9',
      [70, 900],
      [true, true],
    ],
    ['not while none of its scrape job answers', '0x30', [20], [false]],
  ])('%s', (_, up, counts, expected) => {
    const { store } = readSeries([makeUp(up)]);
    expect(
      counts.map(count => findJobWatchedUntil(store, 'app', minute(count)) !== undefined),
    ).toEqual(expected);
  });
});

describe('targets answered', () => {
  const up = (job: string, values: string, instance = 'x:1') =>
    makeUp(values, `up{job="${job}",instance="${instance}"}`);
  const show = (series: readonly ReturnType<typeof makeUp>[], ...jobs: readonly string[]) =>
    findWatched(readSeries(series).store, new Set(jobs)).map(
      ({ from, to }) => `${inMinutes(from)}-${inMinutes(to)}`,
    );

  it('by their scrape jobs, or all together', () => {
    const series = [up('a', '1x4'), up('b', '_x20 1x4'), up('ab', '_x40 1x4')];
    const { store } = readSeries(series);
    const show = (...jobs: readonly string[]) =>
      findWatched(store, new Set(jobs)).map(
        ({ from, to }) => `${inMinutes(from)}-${inMinutes(to)}`,
      );
    expect(show('a')).toEqual(['0-5']);
    expect(show('b')).toEqual(['20-25']);
    expect(show('a', 'b')).toEqual(['0-5', '20-25']);
    expect(show('ab')).toEqual(['40-45']);
    expect(show()).toEqual(['0-5', '20-25', '40-45']);
  });

  it('in each of their segments, for any of the targets', () => {
    expect(show([up('a', '1x4 0x9 1x4'), up('a', '_x4 1x5', 'x:2')])).toEqual(['0-10', '15-20']);
  });

  it('the same way as before, until there is a newer sample', () => {
    const { store } = readSeries([up('a', '1x4'), up('b', '1x9')]);
    const known = findWatched(store, new Set(['a', 'b']));
    expect(findWatched(store, new Set(['b', 'a']))).toBe(known);
    expect(findWatched(store, new Set(['a']))).toEqual([{ from: minute(0), to: minute(5) }]);
    store.newest = minute(10);
    expect(findWatched(store, new Set(['a', 'b']))).not.toBe(known);
  });

  it('until the newest sample, even if more samples come', () => {
    const history = readSeries([up('a', '1x4')]);
    const ends = () => findWatched(history.store, new Set(['a'])).map(({ to }) => inMinutes(to));
    expect(ends()).toEqual([5]);
    const [target] = history.store.targets.values();
    target?.copies.values().forEach(segments => {
      segments.ends[0] = minute(9);
    });
    history.store.newest = minute(9);
    expect(ends()).toEqual([10]);
  });
});
