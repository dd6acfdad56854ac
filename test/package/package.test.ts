import { readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { bootstrap, cdk, startLocalAws } from '../local-aws.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import {
  type Installed,
  installPacked,
  type NodeName,
  nodes,
  root,
  withServer,
} from './installed.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const both = Object.keys(nodes) as NodeName[];

const MINUTE = 60;
const now = Math.floor(Date.now() / 60_000) * MINUTE;

/** Two jobs of which one stopped three hours ago. */
const scenario: Scenario = {
  from: now - 8 * 60 * MINUTE,
  to: now,
  scrapeSeconds: 30,
  seed: 7,
  processes: [
    {
      instance: 'worker-1:8080',
      startsAt: now - 24 * 60 * MINUTE,
      jobs: [
        { name: 'healthy', intervalSeconds: 5 * MINUTE, durationSeconds: 10 },
        {
          name: 'stopped',
          intervalSeconds: 15 * MINUTE,
          durationSeconds: 10,
          activeTo: now - 180 * MINUTE,
        },
      ],
    },
  ],
};

let installed: Installed;
let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  [installed, prometheus] = await Promise.all([installPacked(), withPrometheus(scenario)]);
  const { exitCode, stderr } = await jobwatch('machine', 'init', '--prometheus', prometheus.url);
  expect(exitCode, stderr).toBe(0);
}, 600_000);

afterAll(async () => {
  await prometheus?.stop();
  await installed?.remove();
});

test('init writes a configuration and an app into the empty folder', () => {
  const text = readFileSync(place('jobwatch.yaml'), 'utf8');
  expect(text).toContain('$schema=./node_modules/jobwatch/jobwatch.schema.json');
  expect(text).toContain('    preset: jobs\n    queue: false\n    items: false\n');
  expect(readdirSync(installed.directory)).toContain('jobwatch-app.mjs');
});

test('the tarball is below 5 MB and contains neither sources nor tests', () => {
  expect(statSync(installed.tarball).size).toBeLessThan(5_000_000);
  expect(readdirSync(place('node_modules/jobwatch')).toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'jobwatch.schema.json',
    'jobwatch.yaml',
    'package.json',
  ]);
});

describe.each(both)('an installed package, on the Node that is %s', node => {
  test('prints its version', async () => {
    expect(await jobwatch(node, '--version')).toMatchObject({ stdout: `${version}\n` });
  });

  test('lists its verbs in half a second', async () => {
    const start = performance.now();
    const program = place('node_modules/jobwatch/bin/jobwatch.mjs');
    const { stdout, stderr } = await installed.run(node, 'node', program, '--help');
    expect(stderr).toBe('');
    expect(stdout).toContain('show which alarms a time range would have raised');
    // other tests run beside this one
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('examines a configuration', async () => {
    const { stdout } = await jobwatch(node, 'doctor', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ prometheus: { checked: true } });
  });

  test('replays history', async () => {
    const { stdout } = await jobwatch(node, 'backtest', '--from', '-7h', '--format', 'json');
    expect(JSON.parse(stdout).notifications).toMatchObject([{ jobs: ['stopped'] }]);
  });

  test('serves the preview, which was built before', async () => {
    const { directory } = installed;
    const status = await withServer({ directory, node }, ['preview', '--port', '0'], async url => {
      const page = await (await fetch(url)).text();
      const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(page) ?? [];
      return (await fetch(new URL(script, url))).status;
    });
    expect(status).toBe(200);
  });

  test('synthesizes the app of the docs, without esbuild', async () => {
    await writeFile(place('app.mjs'), readExample());
    const output = `cdk.out.${node}`;
    const ran = await installed.run(node, 'env', `CDK_OUTDIR=${output}`, 'node', 'app.mjs');
    expect(ran.exitCode, ran.stderr).toBe(0);
    const template = readFileSync(place(output, 'Billing.template.json'), 'utf8');
    expect(template).toContain('"AlarmName": "billing/NotReporting"');
    expect(readdirSync(place('node_modules'))).not.toContain('esbuild');
  }, 120_000);
});

test('the app of the docs passes the type checker', async () => {
  await writeFile(place('app.ts'), readExample());
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'esnext,dom'];
  const ran = await installed.run('built', compiler, ...options, '--types', '', 'app.ts');
  expect(ran.stdout).toBe('');
}, 120_000);

// It takes some minutes: set JOBWATCH_DEPLOY_PACKAGE to run it.
test.runIf(process.env.JOBWATCH_DEPLOY_PACKAGE)(
  'the app that init wrote and the app of the docs are deployed to the local AWS',
  async () => {
    const aws = await startLocalAws();
    try {
      await bootstrap(aws);
      for (const app of ['node jobwatch-app.mjs', 'node app.mjs']) {
        const args = ['deploy', '--require-approval', 'never', '--app', app];
        const options = { environment: aws.environment, cwd: installed.directory };
        const ran = await cdk(args, options);
        expect(ran.exitCode, ran.stderr).toBe(0);
      }
      const made = (await aws.resources()).filter(({ type }) => type === 'AWS::Lambda::Function');
      expect(made).toHaveLength(6);
    } finally {
      await aws.stop();
    }
  },
  600_000,
);

function jobwatch(node: NodeName, ...args: string[]) {
  return installed.run(node, 'npx', '--no-install', 'jobwatch', ...args);
}

function place(...path: string[]): string {
  return join(installed.directory, ...path);
}

/** The whole app of the construct's page. It has no types to strip, so Node 20 runs it too. */
function readExample(): string {
  const page = readFileSync(join(root, 'docs', 'construct.md'), 'utf8');
  return /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
}
