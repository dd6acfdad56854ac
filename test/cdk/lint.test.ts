import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { configurations } from './configurations.ts';
import { synthesize } from './synth.ts';

/** Configurations of which the nested stacks are looked at as well: others have the same. */
const whole: ReadonlySet<string> = new Set(['plain', 'every channel']);

let directory: string;

async function write(name: string, config: Config): Promise<void> {
  for (const [file, template] of synthesize(config).templates) {
    if (file.includes('.nested.') && !whole.has(name.replace(/ job$/, ''))) continue;
    await writeFile(
      join(directory, `${name.replaceAll(' ', '-')}-${file}`),
      JSON.stringify(template),
    );
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-lint-'));
  const inEitherMode = configurations.filter(([name]) => whole.has(name));
  for (const [name, config] of configurations) await write(name, config);
  for (const [name, config] of inEitherMode)
    await write(`${name} job`, { ...config, alarms: 'job' });
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('cfn-lint finds nothing in any configuration, with either kind of alarms', {
  timeout: 120_000,
}, () => {
  expect(lintTemplates(directory)).toEqual([]);
});
