import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mostListedJobs } from '../../lib/cdk/guards.ts';
import { alertNames } from '../../lib/checks/index.ts';
import { bootstrap, cdk, type LocalAws, startLocalAws } from '../local-aws.ts';

// Thousands of alarms take the local AWS minutes: JOBWATCH_LARGE=1 runs it.
describe.runIf(process.env.JOBWATCH_LARGE !== undefined)('the largest stack', () => {
  let aws: LocalAws;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jobwatch-largest-'));
    aws = await startLocalAws();
    await bootstrap(aws);
  });

  afterAll(async () => {
    await aws.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('deploys as a whole, an alarm for each alert and job', { timeout: 1_800_000 }, async () => {
    const config = join(directory, 'jobwatch.yaml');
    const jobs = Array.from(
      { length: mostListedJobs },
      (_, number) => `  job_${number}: { interval: 1h }`,
    );
    const prometheus = 'prometheus: { url: "http://localhost:9090" }';
    await writeFile(config, ['service: large', prometheus, 'jobs:', ...jobs].join('\n'));
    const deploy = ['deploy', '--require-approval', 'never', '-c', `config=${config}`];
    const started = performance.now();
    const ran = await cdk(deploy, { environment: aws.environment });
    expect(ran.exitCode, ran.stderr).toBe(0);
    console.info(`deployed in ${Math.round((performance.now() - started) / 1000)} s`);
    const alarms = (await aws.resources()).filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
    const ofJobs = alarms.filter(({ stackId }) => !stackId.includes(':stack/jobwatch-large/'));
    expect(ofJobs).toHaveLength(mostListedJobs * alertNames.length);
  });
});
