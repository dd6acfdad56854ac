import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/*.md']).toSorted();

test.each(pages)('every link within the repository in %s leads to a file and a section', page => {
  const broken = listLinks(page).filter(({ file, section }) => !leadsTo(file, section));
  expect(broken).toEqual([]);
});

test('every path in CONTRIBUTING.md exists', () => {
  const paths = [
    ...readText('CONTRIBUTING.md').matchAll(/`((?:lib|test|docs|scripts)\/[\w./-]+)`/g),
  ];
  expect(paths.map(([, path = '']) => path).filter(path => !existsSync(path))).toEqual([]);
});

test('the commands of CONTRIBUTING.md run the tests that they name', () => {
  const commands = [...readText('CONTRIBUTING.md').matchAll(/`npx (vitest run [^`]+)`/g)];
  expect(commands.length).toBeGreaterThan(5);
  for (const [, command = ''] of commands) {
    // Vitest takes what follows -u as its value, and then runs all tests
    expect(command).not.toMatch(/ -u ./);
    const paths = command
      .split(' ')
      .slice(2)
      .filter(word => word !== '-u');
    expect(paths.filter(path => !existsSync(path))).toEqual([]);
  }
});

type Link = Readonly<{ file: string; section: string | undefined }>;

/** Links to files and sections. Code blocks are left out. */
function listLinks(page: string): Link[] {
  const text = readText(page).replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', section]) => ({
      file: path === '' ? page : join(dirname(page), path),
      section,
    }),
  );
}

function leadsTo(file: string, section: string | undefined): boolean {
  if (!existsSync(file)) return false;
  return section === undefined || listSections(file).includes(section);
}

/** The anchors that GitHub gives to a page's headings. */
function listSections(file: string): string[] {
  return [...readText(file).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
