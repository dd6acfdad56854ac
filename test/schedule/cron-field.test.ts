import { expect, test } from 'vitest';
import { writeField } from '../../lib/schedule/cron-field.ts';

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each([
  ['hour', range(0, 23), '*'],
  ['day', range(1, 31), '*'],
  ['weekday', range(0, 6), '*'],
  ['hour', range(0, 22), '0-22'],
  ['day', range(2, 31), '2-31'],
  ['hour', [14, 2], '2,14'],
  ['hour', [3, 2], '2,3'],
  ['hour', [8, 9, 10, 22, 9], '8-10,22'],
  ['weekday', [5], '5'],
] as const)('of the field %s %j are written %s', (field, values, expected) => {
  expect(writeField(field, values)).toBe(expected);
});
