import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../lib/config/load.ts';
import { formatComparison, replaceComparison } from '../../lib/cost/comparison.ts';

const top = new URL('../../', import.meta.url);
const { fleet } = await loadConfig(fileURLToPath(new URL('jobwatch.yaml', top)));

test.each(['docs/cost.md', 'README.md'])('%s holds the table as it is written now', name => {
  const file = new URL(name, top);
  if (!existsSync(file)) return;
  const page = readFileSync(file, 'utf8');
  expect(replaceComparison(page, fleet), 'run node lib/cost/write-table.ts').toBe(page);
});

test('the docs page has the table', () => {
  expect(readFileSync(new URL('docs/cost.md', top), 'utf8')).toContain(formatComparison(fleet));
});

test('a page without markers stays as it is', () => {
  expect(replaceComparison('# Title\n<!-- cost:end -->\n', fleet)).toBe(
    '# Title\n<!-- cost:end -->\n',
  );
});
