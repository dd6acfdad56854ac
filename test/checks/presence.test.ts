import { expect, test } from 'vitest';
import { watchStart } from '../../lib/checks/presence.ts';
import { sampleOf } from './samples.ts';

test('the watch began when its answer says', () => {
  expect(watchStart({ watch: [sampleOf(' 1700000000')] })).toBe(1_700_000_000);
});

test('no watch is known without an answer', () => {
  expect(watchStart({ watch: [] })).toBeUndefined();
  expect(watchStart({})).toBeUndefined();
});
