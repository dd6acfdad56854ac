import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/load.ts';
import { replaceMail } from './mail-page.ts';

// Run as a program: writes the mail into the pages that have its markers.
const top = new URL('../../', import.meta.url);
const example = await loadConfig(fileURLToPath(new URL('jobwatch.yaml', top)));
for (const name of ['README.md', 'docs/mail.md']) {
  const page = new URL(name, top);
  if (!existsSync(page)) continue;
  writeFileSync(page, replaceMail(readFileSync(page, 'utf8'), example));
}
