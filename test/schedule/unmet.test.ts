import { expect, test } from 'vitest';
import { earlySeconds, firstUnmetDue } from '../../lib/schedule/unmet.ts';

const seconds = (text: string) => Date.parse(`2026-01-${text}Z`) / 1_000;
const nightly = { crons: ['0 2 * * *'], timezone: 'UTC', except: [] };
const since = seconds('01T00:00');

/** The first unmet due time, such as `03T02:00`, after successes at times in January. */
function findUnmet(successes: string[], at: string): string | undefined {
  const due = firstUnmetDue(nightly, successes.map(seconds), { since, at: seconds(at) });
  return due === undefined ? undefined : new Date(due * 1_000).toISOString().slice(8, 16);
}

test('a success may be early by 5 minutes, or by a tenth of a shorter gap', () => {
  expect(earlySeconds(nightly, seconds('02T02:00'))).toBe(300);
  const often = { ...nightly, crons: ['*/10 * * * *'] };
  expect(earlySeconds(often, seconds('02T02:00'))).toBe(60);
});

test('nothing is unmet before the first due time', () => {
  expect(findUnmet([], '01T01:59')).toBeUndefined();
});

test('without any success the first due time is unmet, however long ago', () => {
  expect(findUnmet([], '01T02:00')).toBe('01T02:00');
  expect(findUnmet([], '09T12:00')).toBe('01T02:00');
});

test('missing a second run does not start the clock again', () => {
  expect(findUnmet(['01T02:03'], '05T12:00')).toBe('02T02:00');
});

test('a late success clears all due times before it', () => {
  expect(findUnmet(['01T02:03', '04T11:00'], '04T12:00')).toBeUndefined();
});

test('a success at a due time, or at the moment, counts', () => {
  expect(findUnmet(['02T02:00'], '02T02:00')).toBeUndefined();
  expect(findUnmet(['01T02:03', '02T01:57'], '02T01:57')).toBeUndefined();
  expect(findUnmet(['01T02:03', '02T01:57'], '02T12:00')).toBeUndefined();
});

test('a success 5 minutes early counts, one 6 minutes early does not', () => {
  expect(findUnmet(['02T01:55'], '02T12:00')).toBeUndefined();
  expect(findUnmet(['02T01:54'], '02T12:00')).toBe('02T02:00');
});

test('a success in the future is ignored', () => {
  expect(findUnmet(['01T02:03', '08T02:03'], '03T12:00')).toBe('02T02:00');
});

test('due times before a success is expected do not count', () => {
  const options = { since: seconds('03T12:00'), at: seconds('05T12:00') };
  expect(firstUnmetDue(nightly, [], options)).toBe(seconds('04T02:00'));
});
