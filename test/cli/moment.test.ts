import { expect, test } from 'vitest';
import { formatClock, parseMoment, parsePastMoment } from '../../lib/cli/moment.ts';

const now = Date.UTC(2026, 10, 26, 7, 40, 31) / 1000;
const minute = Date.UTC(2026, 10, 26, 7, 40) / 1000;

test('a time is now, relative to now, or an ISO time, rounded down to the minute', () => {
  expect(parseMoment('--at', 'now', now)).toBe(minute);
  expect(parseMoment('--at', '-2h', now)).toBe(minute - 7200);
  expect(parseMoment('--at', '2026-11-26T08:40:59+01:00', now)).toBe(minute);
});

test('an ISO time without a zone is UTC', () => {
  expect(parseMoment('--at', '2026-11-26T07:40', now)).toBe(minute);
  expect(parseMoment('--at', '2026-11-26', now)).toBe(minute - 7 * 3600 - 40 * 60);
});

test('anything else is rejected with the name of its option', () => {
  expect(() => parseMoment('--from', 'yesterday', now)).toThrow(
    '--from: found "yesterday", expected now, a time before now such as -24h, or an ISO time',
  );
});

test('a time that must be in the past is rejected if it is in the future', () => {
  expect(() => parsePastMoment('--at', '2026-11-26T07:42:00Z', now)).toThrow(
    '--at: found 2026-11-26T07:42:00Z, which is in the future; expected now (2026-11-26T07:40:00Z)',
  );
});

test("a clock time has its zone, and its date if that is not today's", () => {
  expect(formatClock(minute - 3600, now)).toBe('06:40 UTC');
  expect(formatClock(minute - 3600, now, 'Europe/Berlin')).toBe('07:40 Europe/Berlin');
  expect(formatClock(minute - 86_400, now)).toBe('2026-11-25 07:40 UTC');
});
