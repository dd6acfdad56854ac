import { describe, expect, test } from 'vitest';
import { matchJobs, quote, select } from '../../lib/checks/promql.ts';
import { fleetOf } from './fleet.ts';

const { source } = fleetOf('a: { interval: 1m }');

describe('a PromQL string', () => {
  test.each([
    ['plain text', 'clip_sync', '"clip_sync"'],
    ['nothing', '', '""'],
    ['double quotes', 'say "hi"', String.raw`"say \"hi\""`],
    ['single quotes and backticks', "it's `x`", '"it\'s `x`"'],
    ['backslashes', String.raw`a\b\c`, String.raw`"a\\b\\c"`],
    ['a backslash before a quote', String.raw`\"`, String.raw`"\\\""`],
    ['line breaks and tabs', 'a\nb\rc\td', String.raw`"a\nb\rc\td"`],
    ['the lowest control character', '\u0000', String.raw`"\u0000"`],
    ['an escape code', '\u001b[31m', String.raw`"\u001b[31m"`],
    ['the highest of them', '\u001f\u007f', String.raw`"\u001f\u007f"`],
    ['what only looks like one', ' ~\u0080', '" ~\u0080"'],
    ['letters of any script', 'тест-試験-😀', '"тест-試験-😀"'],
  ])('of %s', (_, text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});

describe('a matcher of job names', () => {
  test('joins them', () => {
    expect(matchJobs(source, ['a', 'b'], 'only')).toBe('job_name=~"a|b"');
    expect(matchJobs(source, ['a', 'b'], 'others')).toBe('job_name!~"a|b"');
  });

  test.each([...String.raw`\^$.|?*+()[]{}`])('takes %s as it is', character => {
    const inPattern = character === '\\' ? String.raw`\\\\` : String.raw`\\${character}`;
    expect(matchJobs(source, [`a${character}b`], 'only')).toBe(`job_name=~"a${inPattern}b"`);
  });

  test('takes every one of several such characters as it is', () => {
    expect(matchJobs(source, ['a.b.c'], 'only')).toBe(String.raw`job_name=~"a\\.b\\.c"`);
  });

  test('leaves what is none alone', () => {
    expect(matchJobs(source, ['a-b_c/d:e f&g#h'], 'only')).toBe('job_name=~"a-b_c/d:e f&g#h"');
  });
});

describe('a selector', () => {
  test('has no matcher where none is given', () => {
    expect(select(source, 'up')).toBe('up{}');
  });

  test("has the source's own matchers first", () => {
    const own = { ...source, selector: 'env="prod"' };
    expect(select(own, 'up')).toBe('up{env="prod"}');
    expect(select(own, 'up', ['a="b"', 'c="d"'])).toBe('up{env="prod",a="b",c="d"}');
    expect(select(source, 'up', ['a="b"'])).toBe('up{a="b"}');
  });
});
