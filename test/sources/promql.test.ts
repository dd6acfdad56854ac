import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchValues, quote, select } from '../../lib/sources/promql.ts';

describe('a text as PromQL', () => {
  it.each([
    ['plain', 'a', '"a"'],
    ['with quotes and backslashes', 'a"b\\c', String.raw`"a\"b\\c"`],
    ['with control characters', '\n\t\r\u0000\u001b', String.raw`"\n\t\r\u0000\u001b"`],
    ['of any language', 'größe-ジョブ', '"größe-ジョブ"'],
  ])('%s', (_, text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it('never leaves its quotes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(quote(text)).toMatch(/^"(?:[^"\\\n]|\\.)*"$/);
      }),
    );
  });
});

describe('values of a label', () => {
  it('are matched exactly, and not as a pattern', () => {
    const values = ['a.*b|c(d)[e]{f}^$+?', 'plain'];
    expect(matchValues('job_name', values)).toBe(
      String.raw`job_name=~"a\\.\\*b\\|c\\(d\\)\\[e\\]\\{f\\}\\^\\$\\+\\?|plain"`,
    );
  });
});

describe('a selector', () => {
  it.each([
    ['of a plain name', 'up', [], 'up{}'],
    ['with matchers, empty ones aside', 'up', ['', 'a="b"', 'c="d"'], 'up{a="b",c="d"}'],
    ['of a name that only Prometheus 3 allows', 'river.count', ['a="b"'], '{"river.count",a="b"}'],
    ['of a pattern of names', '~a[._]b', ['c="d"'], '{__name__=~"a[._]b",c="d"}'],
  ])('%s', (_, metric, matchers, expected) => {
    expect(select(metric, matchers)).toBe(expected);
  });
});
