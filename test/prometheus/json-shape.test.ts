import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMadeOfBrackets } from '../../lib/prometheus/json-shape.ts';

const writeVector = (rows: readonly unknown[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result: rows } });

test('an answer is accepted, however short its rows and whatever brackets its labels contain', () => {
  const label = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', 'a'), maxLength: 60 });
  const rows = fc.array(fc.dictionary(fc.constantFrom('job_name', 'le'), label), {
    minLength: 300,
    maxLength: 400,
  });
  fc.assert(
    fc.property(rows, metrics => {
      const text = writeVector(metrics.map(metric => ({ metric, value: [1, '1'] })));
      expect(isMadeOfBrackets(text)).toBe(false);
    }),
  );
});

test.each([
  ['lists in lists', '['.repeat(40)],
  ['lists in lists with blanks between', '[ '.repeat(40)],
  ['maps in maps', '{"a":'.repeat(40)],
  ['rows of nothing', writeVector(Array.from({ length: 2000 }, () => ({})))],
])('%s are not accepted as an answer', (_, text) => expect(isMadeOfBrackets(text)).toBe(true));

test('a text that ends within a string is scanned only once', () => {
  expect(isMadeOfBrackets(`"${'\\"'.repeat(50_000)}`)).toBe(false);
});
