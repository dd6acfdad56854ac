import { expect, test } from 'vitest';
import {
  isInMaintenance,
  listOpenWindows,
  matchesPattern,
} from '../../lib/schedule/maintenance.ts';

const window = {
  jobs: ['ops/*', 'backup'],
  schedule: { crons: ['0 1 * * 0'], timezone: 'Europe/Berlin', except: ['2026-01-11'] },
  durationSeconds: 10_800,
  reason: 'weekly restore test',
};

function isOpen(job: string, at: string): boolean {
  return isInMaintenance([window], job, Date.parse(at) / 1_000) === window;
}

test('a window is open from its due time for its duration', () => {
  expect(isOpen('ops/restore', '2026-01-03T23:59:59Z')).toBe(false);
  expect(isOpen('ops/restore', '2026-01-04T00:00:00Z')).toBe(true);
  expect(isOpen('ops/restore', '2026-01-04T02:59:59Z')).toBe(true);
  expect(isOpen('ops/restore', '2026-01-04T03:00:00Z')).toBe(false);
});

test('a window applies to the jobs that it names', () => {
  expect(isOpen('backup', '2026-01-04T01:00:00Z')).toBe(true);
  expect(isOpen('billing/backup', '2026-01-04T01:00:00Z')).toBe(false);
});

test('a window stays closed on an excepted date', () => {
  expect(isOpen('backup', '2026-01-11T01:00:00Z')).toBe(false);
});

test.each([
  ['*', ''],
  ['*', 'a/b'],
  ['ops/*', 'ops/'],
  ['*-sync', 'mail-sync'],
  ['a*b*c', 'a-b-b-c'],
  ['a*x*x*c', 'axxc'],
  ['a.b', 'a.b'],
  ['**', 'a'],
])('%s matches %j', (pattern, name) => {
  expect(matchesPattern(pattern, name)).toBe(true);
});

test.each([
  ['', 'a'],
  ['a.b', 'axb'],
  ['ops/*', 'devops/a'],
  ['ab*ba', 'aba'],
  ['ab*b*bc', 'abbc'],
  ['ab*b*bc', 'ab-bc'],
  ['a*x*x*c', 'a-x-c'],
  ['a*x*c', 'a-c'],
  ['a*b*c', 'a-c-b'],
  ['[ab]', 'a'],
  ['OPS', 'ops'],
])('%j does not match %s', (pattern, name) => {
  expect(matchesPattern(pattern, name)).toBe(false);
});

test('a pattern of many stars is matched at once', () => {
  expect(matchesPattern(`${'*a'.repeat(5_000)}b`, 'a'.repeat(50_000))).toBe(false);
});

test('an open window has an end, and a closed one has none', () => {
  const at = (time: string) => Date.parse(time) / 1_000;
  expect(listOpenWindows([window], at('2026-01-04T01:00:00Z'))).toEqual([
    { window, until: at('2026-01-04T03:00:00Z') },
  ]);
  expect(listOpenWindows([window], at('2026-01-04T03:00:00Z'))).toEqual([]);
});
