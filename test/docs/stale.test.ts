import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatePages } from '../../scripts/docs/pages.ts';
import { replacePart } from '../../scripts/docs/replace-part.ts';
import { corpus } from '../corpus/all.ts';

const pages = await generatePages();

test.each(pages)('$path is what `npm run docs` writes', ({ path, current, generated }) => {
  const normalize = (text: string) => (path.endsWith('.json') ? JSON.parse(text) : text);
  expect(normalize(current), 'run `npm run docs -- --quick`').toEqual(normalize(generated));
});

test('a page without its markers is rejected, because its text would no longer be generated', () => {
  const markers = { begin: '<!-- a:begin -->', end: '<!-- a:end -->' };
  expect(() => replacePart('# Title\n<!-- a:end -->\n', markers, 'text')).toThrow(RangeError);
  expect(replacePart('<!-- a:begin -->old<!-- a:end -->', markers, 'new\n')).toBe(
    '<!-- a:begin -->\n\nnew\n\n<!-- a:end -->',
  );
});

test('docs/corpus.md has a row for every scenario, with its expected alarms', () => {
  const page = readFileSync('docs/corpus.md', 'utf8');
  const rows = [...page.matchAll(/^\| ([^|]+) \| (\d+) \| [^|]+ \| [^|]+ \|$/gm)];
  expect(rows.map(([, name, demanded]) => [name, Number(demanded)])).toEqual(
    corpus.map(({ name, must = [] }) => [name, must.length]),
  );
});

test('README has at most 150 lines, and its picture is among the first 20', () => {
  const lines = readFileSync('README.md', 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
  const pictures = lines.flatMap((line, index) => (line.startsWith('![') ? [index] : []));
  expect(pictures).toEqual([expect.any(Number)]);
  expect(pictures[0]).toBeLessThan(20);
});

test('every page of docs is in the index', () => {
  const index = readFileSync('docs/README.md', 'utf8');
  expect(listLinks(index).toSorted()).toEqual(listPages().toSorted());
});

function listPages(): string[] {
  return globSync('*.md', { cwd: 'docs' }).filter(name => name !== 'README.md');
}

function listLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, link = '']) => link);
}
