import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBundle } from '../../lib/cdk/function-bundles.ts';

const root = join(import.meta.dirname, '..', '..');

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'jobwatch-speed-'));
  for (const entry of ['judge', 'notify', 'widget']) findBundle({ entry, variant: 'plain' });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the help takes less than half a second of processor time', () => {
  expect(measureCpu(`node bin/jobwatch.mjs --help > ${directory}/help.txt`)).toBeLessThan(0.5);
});

test('a synth of the six example jobs takes less than 6 s of processor time', () => {
  const cdk = `node node_modules/aws-cdk/bin/cdk synth -q --no-notices`;
  expect(measureCpu(`${cdk} --output ${directory}/cdk.out 2> /dev/null`)).toBeLessThan(6);
});

/** The processor seconds of a command and all its children, whatever else runs. */
function measureCpu(command: string): number {
  const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time (${command})`], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) },
  });
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}
