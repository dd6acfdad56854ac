import { describe, expect, test } from 'vitest';
import { digestMeasuredCode, listChanged, normalizeCode } from '../../bench/code.ts';
import { measuredFleets, nameFleet } from '../../bench/fleet.ts';
import { readPublished } from '../../bench/published.ts';

const { fleets } = readPublished();
const code = await digestMeasuredCode();

/**
 * Measuring ten thousand jobs takes a quiet machine minutes: the figures may be missing, but not
 * old.
 */
const mayBeLeftOut = '10000';

const published = measuredFleets
  .map(nameFleet)
  .filter(name => name !== mayBeLeftOut || fleets[name] !== undefined);

test.each(published)('the figures of %s were measured with the present code', name => {
  const changed = listChanged(fleets[name]?.code ?? {}, code);
  expect(changed, `changed since: npm run bench -- --jobs ${name} --publish`).toEqual([]);
});

describe('the digest of the code', () => {
  const text = 'export const find = (a: number) => (a > 1 ? "some runs have failed" : "fine");';
  const isSame = async (changed: string, keepsSentences = false) =>
    (await normalizeCode(changed, keepsSentences)) === (await normalizeCode(text, keepsSentences));

  test('ignores comments, types and sentences', async () => {
    expect(await isSame(`// why\n${text}`)).toBe(true);
    expect(await isSame(text.replace(': number', ': bigint'))).toBe(true);
    expect(await isSame(text.replace('have failed', 'failed'))).toBe(true);
  });

  test('includes code that behaves differently, and queries', async () => {
    expect(await isSame(text.replace('> 1', '> 2'))).toBe(false);
    expect(await isSame(text.replace('have failed', 'failed'), true)).toBe(false);
  });

  test('includes code beside a quote in a regular expression', async () => {
    const quote = (limit: number) => `export const q = [/"/, ${limit}, "a b"];`;
    expect(await normalizeCode(quote(1), false)).not.toBe(await normalizeCode(quote(2), false));
  });
});

test('the directories whose code differs are listed', () => {
  const before = { 'lib/history': '1', 'lib/old': '2', 'lib/checks': '3' };
  const now = { 'lib/history': '4', 'lib/checks': '3', 'lib/new': '5' };
  expect(listChanged(before, now)).toEqual(['lib/history', 'lib/new', 'lib/old']);
});
