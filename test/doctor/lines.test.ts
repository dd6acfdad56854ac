import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { findUnlistedJobs } from '../../lib/doctor/findings-unlisted.ts';
import { makeConfig } from './histories.ts';

const { fleet } = makeConfig({ url: 'http://localhost:9090', jobs: ['a: { interval: 5m }'] });

function writeLine(name: string, times: readonly number[] = []): string {
  const [source] = fleet.sources;
  if (source === undefined) throw new Error('there is no source');
  const runTimes = new Map([[name, times]]);
  const evidence = { source, unlisted: [name], runTimes, schedules: new Map() };
  return findUnlistedJobs(fleet, { at: 1e9 }, evidence)[0]?.lines?.[0] ?? '';
}

test.each([
  'plain_name',
  'ops/backup',
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
  const line = writeLine(name);
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(Object.keys(parse(line) as object)).toEqual([name]);
});

test('a job with too few runs gets a guess that is marked as one', () => {
  expect(writeLine('rare', [1])).toBe('  rare: { interval: 1h } # no rhythm was seen: a guess');
});

test('a job that runs regularly gets its interval', () => {
  const times = Array.from({ length: 20 }, (_, index) => 1e9 - 18_000 + 900 * index + (index % 3));
  expect(writeLine('even', times)).toBe('  even: { interval: 15m }');
});
