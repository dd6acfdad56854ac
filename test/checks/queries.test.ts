import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../../lib/checks/index.ts';
import { queriesOf } from '../../lib/checks/run.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { writePromql } from './write-promql.ts';

const example = new URL('../../jobwatch.yaml', import.meta.url);
const source = { file: 'jobwatch.yaml', baseDirectory: '/', readFile: () => '' };
const { fleet } = parseConfig(readFileSync(example, 'utf8'), source);

test('the six Clipper jobs are asked about in these words', async () => {
  const questions = new Map(
    checks.flatMap(check =>
      Object.entries(queriesOf(check, fleet)).map(([name, promql]) => [
        name === 'watch' ? 'every check: watch' : `${check.name}: ${name}`,
        promql,
      ]),
    ),
  );
  const text = [...questions].map(([name, promql]) => `# ${name}\n${writeQuestion(promql)}\n`);
  await expect(text.join('\n')).toMatchFileSnapshot('golden/queries.txt');
});

/** Selectors stand once, above the question, as $1, $2 and so on. */
function writeQuestion(promql: string): string {
  const selectors = [...new Set(promql.match(/\w+\{[^}]{3,}\}/g))];
  const short = selectors.reduce((text, long, n) => text.replaceAll(long, `$$${n + 1}`), promql);
  const legend = selectors.map((long, n) => `$${n + 1} = ${long}`);
  return [...legend, writePromql(short)].join('\n');
}
