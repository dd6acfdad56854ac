import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../config/load.ts';
import { createExampleWording } from './example-wording.ts';
import { replaceExamples } from './page.ts';

// Run as a program: writes the messages into the page that shows one of each.
const top = new URL('../../../', import.meta.url);
const config = await loadConfig(fileURLToPath(new URL('jobwatch.yaml', top)));
const page = new URL('docs/notifications.md', top);
writeFileSync(page, replaceExamples(readFileSync(page, 'utf8'), createExampleWording(config)));
