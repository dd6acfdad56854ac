import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ConfigError } from '../../lib/config/error.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { root } from './installed.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const workflows = globSync('.github/workflows/*.yml', { cwd: root });

type Step = Readonly<{ uses?: string; run?: string }>;

const listSteps = (file: string): Step[] =>
  Object.values<{ steps: Step[] }>(parse(read(file)).jobs).flatMap(({ steps }) => steps);

test('the changelog begins with the current version', () => {
  const [first = ''] = read('CHANGELOG.md').match(/^## .*/m) ?? [];
  expect(first).toContain(manifest.version);
});

test.each(workflows)('%s has minimal permissions, and only runs existing scripts', file => {
  expect(parse(read(file)).permissions).toEqual({ contents: 'read' });
  for (const { uses, run = '' } of listSteps(file)) {
    if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
    for (const [, name = ''] of run.matchAll(/npm run (\S+)/g)) {
      expect(Object.keys(manifest.scripts)).toContain(name);
    }
  }
});

test('npm run check runs what CI runs', () => {
  const listScripts = (text: string) =>
    [...text.matchAll(/npm (?:run )?(lint|types|test|synth)\b/g)]
      .map(([, name]) => name)
      .toSorted();
  expect(listScripts(manifest.scripts.check)).toEqual(listScripts(read('.ci/run')));
});

test('a release is published with its provenance and without a token', () => {
  const text = read('.github/workflows/release.yml');
  expect(text).toContain('npm publish --provenance');
  expect(text).toContain('id-token: write');
  expect(text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
});

test('an old configuration gets the lines that the upgrade notes show', () => {
  const [old = '', young = ''] = [
    ...read('docs/upgrade.md').matchAll(/```yaml\n([\s\S]*?)```/g),
  ].map(([, block]) => block);
  const load = (text: string) =>
    parseConfig(text, { file: 'jobwatch.yaml', baseDirectory: '/', readFile: () => '' });

  expect(() => load(old)).toThrow(ConfigError);
  const lines = young.split('\n').filter(line => line.includes('preset'));
  expect(() => load(old)).toThrow(`sources: { ${lines.join('').trim()} }`);
  expect(load(young).fleet.sources[0]?.jobLabels).toEqual(['task']);
});
