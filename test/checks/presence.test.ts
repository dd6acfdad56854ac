import { expect, test } from 'vitest';
import { unwatchedJobs, watchStart } from '../../lib/checks/presence.ts';
import { fleetOf } from './fleet.ts';
import { sampleOf } from './samples.ts';

test('the watch began when its answer says', () => {
  expect(watchStart({ watch: [sampleOf(' 1700000000')] })).toBe(1_700_000_000);
});

test('no watch is known without an answer', () => {
  expect(watchStart({ watch: [] })).toBeUndefined();
  expect(watchStart({})).toBeUndefined();
});

test('a job is unwatched where all the scrape jobs it belongs to are', () => {
  const alive = ['a job=one 1', 'b job=one 1', 'b job=two 1', 'c job=two 1'].map(sampleOf);
  const fleet = fleetOf('a: { interval: 1m }');
  const unwatchedWith = (...rows: string[]) => [
    ...unwatchedJobs(fleet, { alive, unwatched: rows.map(sampleOf) }, 600),
  ];
  expect(unwatchedWith()).toEqual([]);
  expect(unwatchedWith(' job=one window=600 1')).toEqual(['a']);
  expect(unwatchedWith(' job=one window=900 1')).toEqual([]);
  expect(unwatchedWith(' job=one window=600 1', ' job=two window=600 1')).toEqual(['a', 'b', 'c']);
});
