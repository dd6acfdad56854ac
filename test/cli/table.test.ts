import { expect, test } from 'vitest';
import { formatParagraph, formatTable } from '../../lib/cli/table.ts';

const columns = [
  { title: 'Job', align: 'left' },
  { title: 'Queue', align: 'right', rank: 2 },
  { title: 'What', align: 'left', rank: 1, wraps: true },
] as const;

const rows = [
  ['clip_sync', '12', 'every run of it fails'],
  ['日本', '3', 'fine'],
];

test('columns are as wide as their widest cell, and wide characters count twice', () => {
  expect(lines(60)).toEqual([
    'Job        Queue  What',
    'clip_sync     12  every run of it fails',
    '日本           3  fine',
  ]);
});

test('the last column wraps if it may and the screen is narrow', () => {
  expect(lines(38)).toEqual([
    'Job        Queue  What',
    'clip_sync     12  every run of it',
    '                  fails',
    '日本           3  fine',
  ]);
});

test('columns of the highest rank are left out first', () => {
  expect(lines(36)[0]).toBe('Job        What');
  expect(lines(20)).toEqual(['Job', 'clip_sync', '日本']);
});

test('a table that does not fit at all becomes a list', () => {
  expect(lines(8).slice(0, 3)).toEqual([
    'clip_sync',
    '  Queue  12',
    '  What   every run of it fails',
  ]);
});

test('a paragraph is wrapped after its label', () => {
  expect(formatParagraph({ columns: 32 }, 'warning', 'one two three four five six')).toBe(
    'warning  one two three four five\n         six',
  );
});

function lines(width: number): string[] {
  return formatTable({ columns: width, style: (_, text) => text }, columns, rows);
}
