import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dimensionValueLimit, spell, unspell } from '../../lib/cloudwatch/spelling.ts';

/** Names as Prometheus may have them, including those most like an escape or a cut. */
const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom('%', '~', ' ', ':', '2', '5', 'A', 'é', '\n'), maxLength: 12 }),
  fc.string({ unit: 'grapheme', minLength: 100, maxLength: 1024 }),
);

test.each([
  ['clip_sync', 'clip_sync'],
  ['sync/eu-west 1: "all" (v2)', 'sync/eu-west 1: "all" (v2)'],
  ['', '%'],
  ['100%', '100%25'],
  [':colon', '%3Acolon'],
  [' both ends ', '%20both ends%20'],
  ['   ', '%20 %20'],
  ['größe', 'gr%C3%B6%C3%9Fe'],
  ['line\nend', 'line%0Aend'],
  ['🎬', '%F0%9F%8E%AC'],
  ['a{{{resolve:ssm:/key}}', 'a{%7B{resolve:ssm:/key}}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: only Fn::Sub reads it
  ['${AWS::AccountId}', '${AWS::AccountId}'],
])('%j is encoded as %j', (name, spelled) => {
  expect(spell(name)).toBe(spelled);
  expect(unspell(spelled)).toBe(name);
});

describe('a name that is too long', () => {
  test('is cut, ends with a hash of the whole name, and cannot be read back', () => {
    const spelled = spell('x'.repeat(256));
    expect(spelled).toMatch(/^x{221}%~[0-9a-f]{32}$/);
    expect(unspell(spelled)).toBeUndefined();
  });

  test('differs from one that differs only beyond the cut', () => {
    const beginning = 'x'.repeat(2000);
    expect(spell(`${beginning}a`)).not.toBe(spell(`${beginning}b`));
  });

  test('is not cut within an escape', () => {
    for (let length = 211; length < 223; length += 1) {
      const spelled = spell('x'.repeat(length) + 'é'.repeat(100));
      expect(spelled).toMatch(/^x+(%[0-9A-F]{2})*%~[0-9a-f]{32}$/);
    }
  });

  test.each([29, 300])('is also cut with %d Japanese characters, and stays distinct', count => {
    const name = 'ジ'.repeat(count);
    const spelled = spell(name);
    expect(spelled).toMatch(/^(%E3%82%B8){24}(%E3(%82)?)?%~[0-9a-f]{32}$/);
    expect(spelled.length).toBeLessThanOrEqual(255);
    expect(spell(`${name}ブ`)).not.toBe(spelled);
  });

  test('stays complete if it just fits', () => {
    const name = 'x'.repeat(dimensionValueLimit);
    expect(spell(name)).toBe(name);
  });
});

test('every name is encoded as CloudWatch accepts it', () => {
  fc.assert(
    fc.property(names, name => {
      const spelled = spell(name);
      expect(spelled).toMatch(/^[!-9;-~]([ -~]*[!-~])?$/);
      expect(spelled.length).toBeLessThanOrEqual(dimensionValueLimit);
    }),
  );
});

test('a name that was not cut is read back unchanged', () => {
  fc.assert(
    fc.property(names, name => {
      const spelled = spell(name);
      fc.pre(!spelled.includes('%~'));
      expect(unspell(spelled)).toBe(name);
    }),
  );
});

test('two names are never encoded alike, whether cut or not', () => {
  fc.assert(
    fc.property(names, names, fc.constantFrom(40, 120, dimensionValueLimit), (a, b, limit) => {
      expect(spell(a, limit) === spell(b, limit)).toBe(a === b);
    }),
  );
});
