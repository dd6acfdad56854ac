// Writes every generated page and picture: npm run docs [-- --quick]
// --quick leaves out docs/corpus.md and the pictures, which need a Prometheus and a browser.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generatePages, locatePage } from './docs/pages.ts';

/** Programs that write docs/corpus.md and README's table, and the pictures; they take minutes. */
const slowPrograms = [
  'test/corpus/scoreboard.ts',
  'test/browser/screenshot.ts',
  'test/browser/panels-picture.ts',
];

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

for (const { path, current, generated } of await generatePages()) {
  if (current !== generated) writeFileSync(locatePage(path), generated);
  if (path.endsWith('.json')) run('biome', ['format', '--write', path]);
}
for (const program of values.quick ? [] : slowPrograms) {
  process.stdout.write(`${program} …\n`);
  run('node', [program]);
}

function run(program: string, parameters: readonly string[]): void {
  execFileSync(locatePage(`node_modules/.bin/${program}`), parameters, {
    cwd: locatePage('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
