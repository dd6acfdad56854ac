import { expect, test } from 'vitest';
import { suggestName } from '../../lib/cli/suggest-name.ts';

const names = ['webhook_retry', 'clip_sync', 'ops/backup'];

test('suggests the name with the fewest typing errors', () => {
  expect(suggestName('clipsync', names)).toBe('did you mean clip_sync?');
  expect(suggestName('Webhook-Retries', names)).toBe('did you mean webhook_retry?');
});

test('suggests a name that contains the word', () => {
  expect(suggestName('backup', names)).toBe('did you mean ops/backup?');
});

test('lists all names if none is similar', () => {
  expect(suggestName('zzzzz', names)).toBe('expected one of webhook_retry, clip_sync, ops/backup');
  expect(suggestName('zzzzz', [])).toBe('there is none');
});

test('lists many names one on a line', () => {
  expect(suggestName('zzzzz', ['a', 'b', 'c', 'd', 'e'])).toBe(
    'expected one of\n  a\n  b\n  c\n  d\n  e',
  );
});
