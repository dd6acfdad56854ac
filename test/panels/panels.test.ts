import { expect, test } from 'vitest';
import { panels } from '../../lib/panels/panels.ts';
import { parityPage } from '../../scripts/docs/panels-page.ts';
import { originals } from './originals.ts';

test('the first ten panels have the original’s kinds, titles and places', () => {
  const ours = panels.map(({ number, kind, title, place }) => [
    number,
    kind,
    title,
    place.x,
    place.y,
    place.width,
    place.height,
  ]);
  expect(ours.slice(0, originals.length)).toEqual(originals);
});

test('the parity table has a row per panel without an empty cell', () => {
  const [table = ''] = parityPage().split('## The same panels');
  const rows = table
    .split('\n')
    .filter(line => /^\| \d/.test(line))
    .map(line =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim()),
    );
  expect(rows.map(cells => cells.length)).toEqual(panels.map(() => 7));
  expect(rows.flat().filter(cell => cell === '')).toEqual([]);
});
