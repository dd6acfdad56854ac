import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchClient,
  GetDashboardCommand,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { createConfig } from '../cdk/config.ts';
import { bootstrap, cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let aws: LocalAws;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-deploy-'));
  aws = await startLocalAws();
  await bootstrap(aws);
});

afterAll(async () => {
  await aws?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Of 490 and 2,000 jobs, on demand: the local AWS makes some twenty alarms a second. */
const counts = process.env.JOBWATCH_LARGE === undefined ? [6] : [6, 490, 2_000];

describe.each(counts)('%i jobs with verdicts', count => {
  const names = Array.from({ length: count }, (_, index) => `nightly/job_${index}`);
  const text = [
    'service: clipper',
    'prometheus: { url: "http://localhost:9090" }',
    'alarms: job',
    'notify: { warning: [team@example.com], critical: [oncall@example.com] }',
    'jobs:',
    ...names.map(name => `  ${name}: { interval: 15m }`),
  ].join('\n');

  beforeAll(async () => {
    const config = join(directory, 'jobwatch.yaml');
    await writeFile(config, text);
    const options = ['deploy', '--require-approval', 'never', '--all', '-c', `config=${config}`];
    const output = join(directory, `cdk.out-${count}`);
    const ran = await cdk(options, { environment: aws.environment, output });
    expect(ran.exitCode, ran.stderr).toBe(0);
  }, 1_200_000);

  test('have every alarm of the plan, with its rule', async () => {
    const alarms = await listAlarms();
    for (const plan of allAlarms(createConfig(text), region)) {
      expect(alarms.get(plan.name), plan.name).toMatchObject({
        ...{ MetricName: plan.metric, Threshold: plan.threshold, Period: 60 },
        EvaluationPeriods: plan.evaluationPeriods,
        DatapointsToAlarm: plan.datapointsToAlarm,
        TreatMissingData: plan.treatMissingData,
        AlarmDescription: plan.description,
      });
    }
    const others = [...alarms.keys()].filter(name => !name.startsWith('clipper/nightly/'));
    expect(others.toSorted()).toEqual([
      'clipper/FallbackAlarm',
      'clipper/NotReporting',
      'clipper/NotificationsWaiting',
      'clipper/NotifierNotReporting',
      'clipper/SourceUnreachable',
      'clipper/UnlistedCritical',
      'clipper/UnlistedJobs',
    ]);
  });

  test('have a dashboard on which our function draws all ten panels', async () => {
    const client = new CloudWatchClient({ region, endpoint: aws.endpoint, credentials });
    const command = new GetDashboardCommand({ DashboardName: 'jobwatch-clipper' });
    const { DashboardBody = '' } = await client.send(command);
    const { widgets } = JSON.parse(DashboardBody) as { widgets: readonly Widget[] };
    const drawn = widgets.filter(({ type }) => type === 'custom');
    expect(drawn.map(({ properties }) => properties.params?.panel)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    for (const { properties } of drawn) {
      expect(properties.endpoint).toMatch(/:function:customWidget-jobwatch-clipper$/);
    }
  });
});

type Widget = Readonly<{
  type: string;
  properties: Readonly<{ endpoint?: string; params?: Readonly<{ panel: number }> }>;
}>;

async function listAlarms(): Promise<Map<string, MetricAlarm>> {
  const client = new CloudWatchClient({ region, endpoint: aws.endpoint, credentials });
  const alarms = new Map<string, MetricAlarm>();
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {})) {
    for (const alarm of MetricAlarms) alarms.set(alarm.AlarmName ?? '', alarm);
  }
  return alarms;
}
