import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { cdk, type Ran } from '../local-aws.ts';

let directory: string;
let ran: readonly Ran[];

/** An address at which nothing answers: a synth that called the account would wait or fail. */
const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-synth-'));
  ran = [await synth('first'), await synth('second')];
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('the example is synthesized without network and account', () => {
  for (const { exitCode, stderr } of ran) expect(exitCode, stderr).toBe(0);
});

test('two synths give the same templates and the same bundles', async () => {
  const [first, second] = await Promise.all([contents('first'), contents('second')]);
  expect([...first.keys()]).toEqual([...second.keys()]);
  for (const [file, text] of first) expect(second.get(file) === text, file).toBe(true);
  expect([...first.keys()].filter(file => file.endsWith('index.mjs'))).toHaveLength(3);
});

test('cfn-lint finds nothing in the synthesized templates', { timeout: 120_000 }, () => {
  expect(lintTemplates(join(directory, 'first'))).toEqual([]);
});

test('an invalid configuration ends the synth with its problems and no stack trace', async () => {
  const config = join(directory, 'wrong.yaml');
  await writeFile(config, 'prometheus: { url: "ftp://x" }\njobs: { a: { intervall: 5m } }\n');
  const { exitCode, stderr } = await synth('wrong', '-c', `config=${config}`);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('wrong.yaml:1:');
  expect(stderr).toContain('intervall');
  expect(stderr).not.toContain('    at ');
});

test('a config above its budget ends the synth with the sum and what to change', async () => {
  const config = join(directory, 'dear.yaml');
  const jobs = 'jobs: { a: { interval: 5m } }\nbudget: { monthlyUsd: 3 }';
  await writeFile(config, `prometheus: { url: "http://prometheus.internal:9090" }\n${jobs}\n`);
  const { exitCode, stderr } = await synth('dear', '-c', `config=${config}`);
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(/budget\.monthlyUsd: found \$3\.00.*To reduce it:/);
  expect(stderr).not.toContain('    at ');
});

function synth(name: string, ...options: string[]): Promise<Ran> {
  const output = join(directory, name);
  return cdk(['synth', '-q', ...options], { environment: nowhere, output });
}

/** Templates and assets by name; the rest of an assembly is CDK's own bookkeeping. */
async function contents(name: string): Promise<Map<string, string>> {
  const files = await readdir(join(directory, name), { recursive: true });
  const kept = files.filter(file => /\.template\.json$|^asset\..*\.(mjs|json)$/.test(file)).sort();
  const texts = kept.map(async file => [file, await readFile(join(directory, name, file), 'utf8')]);
  return new Map((await Promise.all(texts)) as [string, string][]);
}
