import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'ci.md'), 'utf8');
const readBlock = (kind: string) =>
  new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

const now = Math.floor(Date.now() / 60_000) * 60;
const every = (seconds: number) => ({ intervalSeconds: seconds, durationSeconds: 10 });

const scenario: Scenario = {
  from: now - 8 * 3600,
  to: now,
  scrapeSeconds: 60,
  seed: 7,
  processes: [
    {
      instance: 'worker-1:8080',
      startsAt: now - 86_400,
      jobs: [
        { name: 'healthy', ...every(300) },
        { name: 'stopped', ...every(900), activeTo: now - 4 * 3600 },
      ],
    },
  ],
};

let prometheus: PrometheusWithHistory;
let directory: string;

beforeAll(async () => {
  prometheus = await withPrometheus(scenario);
  directory = mkdtempSync(join(tmpdir(), 'jobwatch-ci-'));
});

afterAll(async () => {
  await prometheus?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the step of the docs shows what a pull request changes, and fails if an alarm is gone', () => {
  write('jobwatch.yaml', writeConfig('stopped: { interval: 15m }'));
  git('init', '-q', '-b', 'main');
  git('add', 'jobwatch.yaml');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'before');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  write('jobwatch.yaml', writeConfig('stopped: { interval: 15m, staleness: false }'));
  addNpx();

  const { status, stderr } = spawnSync('sh', ['-e', '-c', readBlock('sh')], {
    cwd: directory,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: [directory, process.env.PATH].join(delimiter),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });

  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(read('doctor.json'))).toMatchObject({ prometheus: { checked: true } });
  expect(read('jobwatch.md')).toContain(
    '| removed | warning | stopped | BackgroundJobNotRunning |',
  );
});

test('the workflow for GitHub runs the same lines', () => {
  const { jobs } = parse(readBlock('yaml'));
  const runs = jobs.compare.steps.map((step: Readonly<{ run?: string }>) => step.run);
  expect(runs).toContain(readBlock('sh'));
});

function writeConfig(job: string): string {
  const server = `service: clipper\nprometheus: { url: "${prometheus.url}" }`;
  return `${server}\nunlisted: { maximum: 0 }\njobs:\n  healthy: { interval: 5m }\n  ${job}\n`;
}

/** The command as `npx` would find it. */
function addNpx(): void {
  const program = `exec "${process.execPath}" "${join(root, 'bin', 'jobwatch.mjs')}" "$@"`;
  write('npx', `#!/bin/sh\nshift\n${program}\n`);
  chmodSync(join(directory, 'npx'), 0o755);
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: directory, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

function read(name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}
