import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenDirectory, setUps } from '../../test/engines/set-ups/list.ts';
import { replacePart } from './replace-part.ts';

const markers = {
  begin: '<!-- set-ups: written by `npm run docs` -->',
  end: '<!-- end of set-ups -->',
} as const;

/** Replaces the table of set-ups by doctor's output for each, as recorded by the tests. */
export function replaceSetUps(page: string): string {
  const rows = setUps.map(({ name, title, on }) => {
    const said = readFileSync(join(goldenDirectory, `${name}.md`), 'utf8').trim();
    const cells = [title, listWhere(on), said.replaceAll('|', '\\|').replaceAll('\n', '<br>')];
    return `| ${cells.join(' | ')} |`;
  });
  const table = ['| Set-up | On | What doctor says |', '| --- | --- | --- |', ...rows];
  return replacePart(page, markers, table.join('\n'));
}

function listWhere(on: object): string {
  return Object.keys(on).join('; ');
}
