import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceFigures } from '../../bench/page.ts';
import { readPublished } from '../../bench/published.ts';
import type { Config } from '../../lib/config/config.ts';
import { configJsonSchema } from '../../lib/config/json-schema.ts';
import { loadConfig } from '../../lib/config/load.ts';
import { formatComparison } from '../../lib/cost/comparison.ts';
import { createExampleWording } from '../../lib/notify/examples/example-wording.ts';
import { replaceReference } from './config-reference.ts';
import { replacePictures } from './exporter-pictures.ts';
import { writeMailExample } from './mail-example.ts';
import { writeFirstMessage, writeMessageExamples } from './message-examples.ts';
import { parityPage } from './panels-page.ts';
import { replacePart } from './replace-part.ts';
import { replaceSetUps } from './set-ups-table.ts';

/** A page with generated parts. `generate` gives its new text from its current text. */
type GeneratedPage = Readonly<{
  /** Relative to the repository. */
  path: string;
  generate: (text: string, example: Config) => string;
}>;

/** Pages that are generated from code alone, within a second. */
const generatedPages: readonly GeneratedPage[] = [
  { path: 'jobwatch.schema.json', generate: () => formatJson(configJsonSchema()) },
  { path: 'docs/config.md', generate: text => replaceReference(text, configJsonSchema()) },
  { path: 'docs/panels.md', generate: parityPage },
  { path: 'docs/cost.md', generate: replaceCosts },
  { path: 'docs/engines.md', generate: replaceSetUps },
  { path: 'docs/exporters.md', generate: replacePictures },
  { path: 'docs/mail.md', generate: replaceMail },
  { path: 'docs/performance.md', generate: text => replaceFigures(text, readPublished()) },
  {
    path: 'docs/notifications.md',
    generate: (text, example) =>
      replacePart(
        text,
        { begin: '<!-- examples -->', end: '<!-- /examples -->' },
        writeMessageExamples(createExampleWording(example)),
      ),
  },
  {
    path: 'README.md',
    generate: (text, example) => replaceMessage(replaceCosts(text, example), example),
  },
];

function replaceCosts(page: string, example: Config): string {
  return replacePart(page, markPart('cost'), formatComparison(example));
}

function replaceMail(page: string, example: Config): string {
  return replacePart(page, markPart('mail'), writeMailExample(example));
}

function replaceMessage(page: string, example: Config): string {
  return replacePart(page, markPart('message'), writeFirstMessage(createExampleWording(example)));
}

function markPart(name: string) {
  return { begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` };
}

const repository = new URL('../../', import.meta.url);

/** The absolute path of a page. */
export function locatePage(path: string): string {
  return fileURLToPath(new URL(path, repository));
}

/** The current and the new text of a page. */
type PageTexts = Readonly<{ path: string; current: string; generated: string }>;

/** Generates all pages, without writing them, from the example configuration. */
export async function generatePages(): Promise<PageTexts[]> {
  const example = await loadConfig(locatePage('jobwatch.yaml'));
  return generatedPages
    .filter(({ path }) => existsSync(locatePage(path)))
    .map(({ path, generate }) => {
      const current = readFileSync(locatePage(path), 'utf8');
      return { path, current, generated: generate(current, example) };
    });
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
