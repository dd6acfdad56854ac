import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { configurations } from './configurations.ts';
import { synthesize } from './synth.ts';

/** The others only differ in what does not depend on the kind of alarms. */
const inEitherMode: ReadonlySet<string> = new Set(['plain', 'every channel']);

let directory: string;

/** Writes a configuration's own template; `test/aws` has the nested ones. */
async function write(name: string, config: Config): Promise<void> {
  const file = join(directory, `${name.replaceAll(' ', '-')}.template.json`);
  await writeFile(file, JSON.stringify(synthesize(config).root));
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-lint-'));
  for (const [name, config] of configurations) {
    await write(name, config);
    if (inEitherMode.has(name)) await write(`${name} job`, { ...config, alarms: 'job' });
  }
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('cfn-lint finds nothing in any configuration, with either kind of alarms', {
  timeout: 120_000,
}, () => {
  expect(lintTemplates(directory)).toEqual([]);
});
