import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchClient,
  GetDashboardCommand,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  GetScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { paginateListSubscriptions, paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrap, cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';

const first = `
service: clipper
prometheus: { url: "http://localhost:9090" }
jobs:
  clip_sync: { interval: 15m }
  reputation_tasks: { interval: 6h, queue: false, items: false }
notify: { warning: [team@example.com], critical: [oncall@example.com] }
`;

const second = first
  .replace('clip_sync: { interval: 15m }', 'clip_sync: { interval: 15m, failures: { warning: 7 } }')
  .replace(
    'reputation_tasks: {',
    'webhook_retry: { interval: 1m }\n  reputation_tasks: { paused: true,',
  );

let aws: LocalAws;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-deploy-'));
  aws = await startLocalAws();
  await bootstrap(aws);
  await deploy(first);
});

afterAll(async () => {
  await aws?.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('a first deployment', () => {
  test('creates everything in the templates, and nothing else', async () => {
    const made = (await aws.resources()).filter(({ stack }) =>
      stack.startsWith('jobwatch-clipper'),
    );
    const wanted = await typesInTemplates(join(directory, 'cdk.out'));
    expect(count(made.map(({ type }) => type))).toEqual(count(wanted));
  });

  test('creates every alarm with its limit and hold time; only those on the notifier send mails', async () => {
    const alarms = await listAlarms();
    expect(alarms.get('clipper/clip_sync/BackgroundJobFailing')).toMatchObject({
      Namespace: 'Jobwatch/clipper',
      MetricName: 'FailureRatePercent',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 5,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
      ActionsEnabled: true,
      AlarmActions: [],
      OKActions: [],
    });
    expect(alarms.get('clipper/NotReporting')).toMatchObject({
      MetricName: 'Heartbeat',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 5,
    });
    expect(alarms.get('clipper/NotifierNotReporting')).toMatchObject({
      ...{ Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Minimum' },
      Dimensions: [{ Name: 'FunctionName', Value: 'jobwatch-clipper-notifier' }],
      AlarmActions: [expect.stringMatching(/jobwatch-clipper-critical$/)],
    });
    // Nine for the job with everything, six for the one without queue and items, and Jobwatch's
    // own.
    expect(alarms.size).toBe(9 + 6 + 2 + 9 + 2 + 3);
  });

  test('creates two topics with their mail subscriptions', async () => {
    const sns = new SNSClient({ region, endpoint: aws.endpoint, credentials });
    const topics = await collect(paginateListTopics({ client: sns }, {}), page => page.Topics);
    const names = topics.map(({ TopicArn = '' }) => TopicArn.split(':').at(-1));
    expect(names.toSorted()).toEqual(['jobwatch-clipper-critical', 'jobwatch-clipper-warning']);
    const pages = paginateListSubscriptions({ client: sns }, {});
    const subscriptions = await collect(pages, page => page.Subscriptions);
    const told = subscriptions.map(
      s => `${s.TopicArn?.split('-').at(-1)} ${s.Protocol} ${s.Endpoint}`,
    );
    expect(told.toSorted()).toEqual([
      'critical email oncall@example.com',
      'warning email team@example.com',
    ]);
  });

  test('creates two schedules, which run every minute and never retry', async () => {
    const scheduler = new SchedulerClient({ region, endpoint: aws.endpoint, credentials });
    const pages = paginateListSchedules({ client: scheduler }, { GroupName: 'jobwatch-clipper' });
    const schedules = await collect(pages, page => page.Schedules);
    expect(schedules.map(({ Name }) => Name).toSorted()).toEqual([
      'jobwatch-clipper-judge',
      'jobwatch-clipper-notifier',
    ]);
    const [{ Name, GroupName } = {}] = schedules;
    const schedule = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      Target: {
        Arn: expect.stringContaining(`function:${Name}`),
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  });

  test('creates three functions with small bundles', async () => {
    const lambda = new LambdaClient({ region, endpoint: aws.endpoint, credentials });
    const functions = await collect(
      paginateListFunctions({ client: lambda }, {}),
      p => p.Functions,
    );
    expect(functions.map(({ FunctionName }) => FunctionName).toSorted()).toEqual([
      'customWidget-jobwatch-clipper',
      'jobwatch-clipper-judge',
      'jobwatch-clipper-notifier',
    ]);
    for (const { Runtime, CodeSize = 0 } of functions) {
      expect(Runtime).toBe('nodejs24.x');
      expect(CodeSize).toBeLessThan(400_000);
    }
  });

  test('creates a dashboard whose body is JSON with widgets', async () => {
    const cloudwatch = new CloudWatchClient({ region, endpoint: aws.endpoint, credentials });
    const command = new GetDashboardCommand({ DashboardName: 'jobwatch-clipper' });
    const { DashboardBody = '' } = await cloudwatch.send(command);
    expect(JSON.parse(DashboardBody).widgets.length).toBeGreaterThanOrEqual(10);
    expect(DashboardBody).toContain(`arn:aws:cloudwatch:${region}:`);
    expect(DashboardBody).not.toContain('Token[');
  });
});

describe('a second deployment with other settings', () => {
  beforeAll(() => deploy(second));

  test('changes the limit, adds the new job and keeps the paused one from sending mails', async () => {
    const alarms = await listAlarms();
    expect(alarms.get('clipper/clip_sync/BackgroundJobFailing')?.Threshold).toBe(7);
    expect(alarms.get('clipper/webhook_retry/BackgroundJobFailing')).toBeDefined();
    expect(alarms.get('clipper/reputation_tasks/BackgroundJobNotRunning')).toMatchObject({
      ActionsEnabled: false,
      AlarmDescription: expect.stringContaining('It is paused'),
    });
    expect(alarms.size).toBe(9 + 9 + 6 + 2 + 9 + 2 + 3);
  });
});

describe('a removal', () => {
  test('leaves nothing of the service', async () => {
    const ran = await run('destroy', '--force');
    expect(ran.exitCode, ran.stderr).toBe(0);
    const left = (await aws.resources()).filter(({ stack }) => stack.startsWith('jobwatch-'));
    expect(left).toEqual([]);
    expect((await listAlarms()).size).toBe(0);
  }, 120_000);
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

async function deploy(config: string): Promise<void> {
  await writeFile(join(directory, 'jobwatch.yaml'), config);
  const ran = await run('deploy', '--require-approval', 'never');
  expect(ran.exitCode, ran.stderr).toBe(0);
}

function run(verb: string, ...options: string[]) {
  const config = `config=${join(directory, 'jobwatch.yaml')}`;
  return cdk([verb, ...options, '--all', '-c', config], {
    environment: aws.environment,
    output: join(directory, 'cdk.out'),
  });
}

async function listAlarms(): Promise<Map<string, MetricAlarm>> {
  const client = new CloudWatchClient({ region, endpoint: aws.endpoint, credentials });
  const alarms = await collect(paginateDescribeAlarms({ client }, {}), page => page.MetricAlarms);
  return new Map(alarms.map(alarm => [alarm.AlarmName ?? '', alarm]));
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  readItems: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(readItems(page) ?? []));
  return items;
}

async function typesInTemplates(output: string): Promise<string[]> {
  const files = (await readdir(output)).filter(file => file.endsWith('.template.json'));
  const texts = await Promise.all(files.map(file => readFile(join(output, file), 'utf8')));
  return texts.flatMap(text => {
    const { Resources } = JSON.parse(text) as { Resources: Record<string, { Type: string }> };
    return Object.values(Resources).map(({ Type }) => Type);
  });
}

function count(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
