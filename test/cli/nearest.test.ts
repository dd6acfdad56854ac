import { expect, test } from 'vitest';
import { findNearest, suggestName } from '../../lib/cli/nearest.ts';

const names = ['webhook_retry', 'clip_sync', 'ops/backup'];

test('the name that takes the fewest typing errors is the nearest', () => {
  expect(findNearest('clipsync', names)).toBe('clip_sync');
  expect(findNearest('Webhook-Retries', names)).toBe('webhook_retry');
});

test('a part of a name finds it', () => {
  expect(findNearest('backup', names)).toBe('ops/backup');
});

test('where nothing is near, all names are offered', () => {
  expect(suggestName('zzzzz', names)).toBe('expected one of webhook_retry, clip_sync, ops/backup');
  expect(suggestName('zzzzz', [])).toBe('there is none');
});
