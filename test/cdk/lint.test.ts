import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { configurations } from './configurations.ts';
import { synthesize } from './synth.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-lint-'));
  for (const [name, config] of configurations) {
    const file = join(directory, `${name.replaceAll(' ', '-')}.template.json`);
    await writeFile(file, JSON.stringify(synthesize(config).root));
  }
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('cfn-lint finds nothing in any configuration', { timeout: 120_000 }, () => {
  expect(lintTemplates(directory)).toEqual([]);
});
