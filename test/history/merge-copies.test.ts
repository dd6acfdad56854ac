import { expect, it } from 'vitest';
import { mergeCopies } from '../../lib/history/merge-copies.ts';
import { addSamples, createSegments } from '../../lib/history/segments.ts';
import { makeSeries, start } from './raw-series.ts';

/** Copies with a sample per minute, merged, as `start-end:value` in minutes. */
function merge(...copies: readonly string[]): string {
  const segments = copies.map(values => {
    const copy = createSegments();
    addSamples(copy, makeSeries('x', values));
    return copy;
  });
  return mergeCopies(segments)
    .map(({ start: from, end, value }) => `${(from - start) / 60}-${(end - start) / 60}:${value}`)
    .join(' ');
}

it('a gap makes two lines if it is too long for the shortest of the scrape intervals', () => {
  const [quick, slow] = [createSegments(), createSegments()];
  addSamples(quick, makeSeries('x', '5x4'));
  addSamples(slow, makeSeries('x', '_x2 5x4', 240));
  expect(mergeCopies([quick, slow]).map(({ start: from }) => (from - start) / 60)).toEqual([0, 8]);
});

it.each([
  ['nothing for no copy', [], ''],
  ['one copy unchanged', ['1x3 2x3'], '0-3:1 4-7:2'],
  ['two equal copies once', ['1x3 2x3', '1x3 2x3'], '0-3:1 4-7:2'],
  ['the highest value if one copy is behind', ['1x3 2x3', '1x5 2x1'], '0-4:1 4-7:2'],
  ['no event for a copy that begins late', ['5x9', '_x5 5x4'], '0-9:5'],
  ['no event for a copy that begins lower', ['5x9', '_x5 1x4'], '0-9:5'],
  ['no event for a copy that is gone', ['5x4', '5x9'], '0-9:5'],
  ['the same line for a copy that takes over', ['5x4', '_x4 5x4'], '0-8:5'],
  ['one line for a copy that missed one scrape', ['5x4 _ 5x4', '1x10'], '0-10:5'],
  ['the lower copy once the higher one is gone', ['5x4', '1x12'], '0-6.5:5 6.5-12:1'],
  ['two lines for one that ends and begins again', ['5x4 _x9 5x4', '5x4'], '0-4:5 14-18:5'],
  [
    'a copy that was away for longer than another of its scrapes',
    ['5x4 _x3 5x4', '1x12'],
    '0-6.5:5 6.5-8:1 8-12:5',
  ],
  ['the copy that is higher from a minute on', ['1x3 9x5', '4x9'], '0-4:4 4-9:9'],
  ['copies that come one after another', ['_x6 5x4', '5x4'], '0-10:5'],
  ['no value of a copy that has ended', ['9x2', '_x3 5x9'], '0-4.5:9 4.5-12:5'],
])('merging the copies of a series gives %s', (_, copies, expected) => {
  expect(merge(...copies)).toBe(expected);
});
