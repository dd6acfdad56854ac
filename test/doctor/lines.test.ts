import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Evidence } from '../../lib/doctor/evidence.ts';
import { guessInterval, unlistedFindings } from '../../lib/doctor/findings-unlisted.ts';
import { fleetOf } from '../checks/fleet.ts';

const nothing = { series: { queue: [], items: [] }, gaps: new Map() } as unknown as Evidence;

test.each([
  'plain_name',
  'with: colon #1',
  'yes',
  '1',
  '',
  '{x}',
  'line\nbreak',
  '"quoted"\\',
  '\u001b[31mred',
  'turned \u202e about',
  'tag \u{e0041}',
  'größe 日本',
])('the line for a job named %j is read back as that name', name => {
  const [finding] = unlistedFindings(fleetOf('a: { interval: 5m }'), nothing, [name]);
  const line = finding?.lines?.[0] ?? '';
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(Object.keys(parse(line) as object)).toEqual([name]);
});

test.each([
  [undefined, undefined],
  [60, 60],
  [65, 60],
  [302, 300],
  [910, 900],
  [3700, 3600],
  [21_650, 21_600],
  [86_500, 86_400],
  [9e6, 604_800],
])('a longest gap of %j s is an interval of %j s', (gap, interval) => {
  expect(guessInterval(gap)).toBe(interval);
});
