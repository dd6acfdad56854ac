import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/load.ts';
import { replaceComparison } from './comparison.ts';

// Writes the table of costs into the pages that have its markers. `npm run docs` runs it.
const top = new URL('../../', import.meta.url);
const example = await loadConfig(fileURLToPath(new URL('jobwatch.yaml', top)));
for (const name of ['README.md', 'docs/cost.md']) {
  const page = new URL(name, top);
  if (!existsSync(page)) continue;
  writeFileSync(page, replaceComparison(readFileSync(page, 'utf8'), example));
}
