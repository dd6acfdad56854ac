import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenDirectory, setUps } from '../../test/engines/set-ups/list.ts';

const begin = '<!-- set-ups: written by `npm run docs` -->';
const end = '<!-- end of set-ups -->';

/** Replaces the table of set-ups by what doctor said of each when it was tested. */
export function replaceSetUps(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) return page;
  const rows = setUps.map(({ name, title, on }) => {
    const said = readFileSync(join(goldenDirectory, `${name}.md`), 'utf8').trim();
    const cells = [title, listWhere(on), said.replaceAll('|', '\\|').replaceAll('\n', '<br>')];
    return `| ${cells.join(' | ')} |`;
  });
  const table = ['| Set-up | On | What doctor says |', '| --- | --- | --- |', ...rows];
  return `${page.slice(0, from)}${begin}\n\n${table.join('\n')}\n\n${page.slice(to)}`;
}

function listWhere(on: object): string {
  return Object.keys(on).join('; ');
}
