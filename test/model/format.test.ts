import { expect, test } from 'vitest';
import { formatAge, formatDuration, formatSchedule } from '../../lib/model/format.ts';

test.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [0.5, '1 s'],
  [59, '59 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [300, '5 min'],
  [3600, '1 h'],
  [5400, '1 h 30 min'],
  [5401, '1 h 30 min'],
  [86_400, '1 d'],
  [90_000, '1 d 1 h'],
  [90_060, '1 d 1 h'],
  [86_460, '1 d 1 min'],
  [172_800, '2 d'],
])('%d s are written as %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test.each([
  [0, '0 s'],
  [7_200, '2 h'],
  [23 * 3600, '23 h'],
  [24 * 3600, '24 h'],
  [36 * 3600, '36 h'],
  [36.5 * 3600, '1 d 12 h'],
  [47 * 3600, '47 h'],
  [48 * 3600, '2 d'],
  [60 * 3600, '2 d 12 h'],
])('an age of %d s is written as %s', (seconds, words) => {
  expect(formatAge(seconds)).toBe(words);
});

test.each([
  [undefined, 'runs at an unknown interval'],
  [60, 'runs every minute'],
  [3600, 'runs every hour'],
  [86_400, 'runs every day'],
  [900, 'runs every 15 min'],
  [21_600, 'runs every 6 h'],
])('an interval of %s s is written as "%s"', (seconds, words) => {
  expect(formatSchedule(seconds)).toBe(words);
});
