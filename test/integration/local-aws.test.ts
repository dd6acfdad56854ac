import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bootstrap, cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';
import { lintTemplates } from './cfn-lint.ts';

const APP = join(import.meta.dirname, 'local-aws', 'fixture-app.ts');

vi.setConfig({ testTimeout: 120_000 }); // a CDK run takes 5 s, and several times that on a busy machine

let aws: LocalAws;
let output: string;

beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'jobwatch-fixture-'));
  aws = await startLocalAws();
  await bootstrap(aws);
});

afterAll(async () => {
  await aws?.stop();
  await rm(output, { recursive: true, force: true });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const client = () => ({ endpoint: aws.endpoint, region, credentials });
const command = (verb: string[], settings: Record<string, string> = {}) =>
  cdk([...verb, '--app', `node ${APP}`, 'Fixture'], {
    environment: { ...aws.environment, FIXTURE_VERSION_RULE: 'yes', ...settings },
    output,
  });
const deploy = (settings: Record<string, string>) =>
  command(['deploy', '--require-approval', 'never'], settings);
const describeAlarms = () => new CloudWatchClient(client()).send(new DescribeAlarmsCommand({}));
const emails = async () => {
  const listed = await new SNSClient(client()).send(new ListSubscriptionsCommand({}));
  return listed.Subscriptions?.map(entry => entry.Endpoint);
};
const fixture = async () =>
  (await aws.resources()).filter(made => made.stack.startsWith('Fixture'));
const physicalIds = async () =>
  new Map(
    (await fixture())
      .filter(made => made.type !== 'AWS::SNS::Subscription')
      .map(made => [`${made.stack} ${made.logicalId}`, made.physicalId]),
  );

describe('the local AWS', () => {
  test('deploys every type that moto lacks, at the top level and in a nested stack', async () => {
    const ran = await deploy({ FIXTURE_THRESHOLD: '5', FIXTURE_EMAIL: 'first@example.com' });
    expect(ran.stderr + ran.stdout).toContain('✅');
    expect(ran.exitCode).toBe(0);

    const alarms = await describeAlarms();
    const errors = alarms.MetricAlarms?.find(alarm => alarm.AlarmName === 'nested/errors');
    expect(alarms.MetricAlarms?.map(alarm => alarm.AlarmName).sort()).toEqual([
      'nested/errors',
      'nested/rate',
      'top/errors',
      'top/rate',
    ]);
    expect(alarms.CompositeAlarms?.map(alarm => alarm.AlarmName).sort()).toEqual([
      'nested/any',
      'top/any',
    ]);
    expect(errors).toMatchObject({
      Threshold: 5,
      EvaluationPeriods: 3,
      TreatMissingData: 'ignore',
    });
    expect(errors?.StateValue).toBe('INSUFFICIENT_DATA');
    expect(errors?.AlarmActions?.[0]).toMatch(/^arn:aws:sns:us-east-1:123456789012:Fixture-Topic/);
    const rate = alarms.MetricAlarms?.find(alarm => alarm.AlarmName === 'top/rate');
    expect(
      rate?.Metrics?.map(
        metric => metric.Expression ?? metric.MetricStat?.Metric?.MetricName,
      ).sort(),
    ).toEqual(['100 * failed / runs', 'Failed', 'Runs']);
    expect(await emails()).toEqual(['first@example.com']);
  });

  test('keeps what moto would drop: topic policy, retries, architecture, schedule', async () => {
    const topic = (await fixture()).find(made => made.type === 'AWS::SNS::Topic');
    const topics = new GetTopicAttributesCommand({ TopicArn: topic?.physicalId });
    const attributes = (await new SNSClient(client()).send(topics)).Attributes;
    expect(attributes?.Policy).toContain('cloudwatch.amazonaws.com');
    expect(attributes?.KmsMasterKeyId).toContain(':key/');

    const lambda = new LambdaClient(client());
    const name = { FunctionName: 'fixture-checker' };
    const configuration = await lambda.send(new GetFunctionConfigurationCommand(name));
    expect(configuration).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x' });
    expect(configuration.LoggingConfig?.LogGroup).toMatch(/^Fixture-Log/);
    const retries = await lambda.send(new GetFunctionEventInvokeConfigCommand(name));
    expect(retries).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });

    const named = new GetScheduleCommand({ Name: 'every-minute', GroupName: 'fixture' });
    const schedule = await new SchedulerClient(client()).send(named);
    expect(schedule.ScheduleExpression).toBe('rate(1 minute)');
    expect(schedule.Target?.RetryPolicy?.MaximumRetryAttempts).toBe(0);
    expect(schedule.Target?.Arn).toContain('function:fixture-checker');
  });

  test('lists through CloudFormation what was created, including nested stacks', async () => {
    const cloudformation = new CloudFormationClient(client());
    const made = await fixture();
    for (const stackId of new Set(made.map(resource => resource.stackId))) {
      const page = await cloudformation.send(new ListStackResourcesCommand({ StackName: stackId }));
      const listed = page.StackResourceSummaries?.map(entry => entry.LogicalResourceId);
      expect(listed).toEqual(made.filter(one => one.stackId === stackId).map(one => one.logicalId));
    }
  });

  test('updates in place, keeps an alarm in its state, and replaces a subscription whose address changed', async () => {
    const cloudwatch = new CloudWatchClient(client());
    const state = { AlarmName: 'nested/errors', StateValue: 'ALARM', StateReason: 'test' } as const;
    await cloudwatch.send(new SetAlarmStateCommand(state));
    const before = await physicalIds();
    const ran = await deploy({ FIXTURE_THRESHOLD: '7', FIXTURE_EMAIL: 'second@example.com' });
    expect(ran.exitCode, ran.stderr).toBe(0);
    const alarms = (await describeAlarms()).MetricAlarms ?? [];
    expect(alarms.map(alarm => alarm.Threshold)).toEqual([7, 7, 7, 7]);
    expect(alarms.find(alarm => alarm.AlarmName === 'nested/errors')?.StateValue).toBe('ALARM');
    expect(await emails()).toEqual(['second@example.com']);
    expect(await physicalIds()).toEqual(before);
  });

  test('gives templates to cfn-lint, including nested ones', () => {
    expect(lintTemplates(output).map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
  });

  test('rejects an unknown type by its name, even deep in a nested stack', async () => {
    const template = {
      Resources: { Odd: { Type: 'AWS::Glue::Job' }, Ours: { Type: 'Custom::Thing' } },
    };
    const create = { StackName: 'Odd', TemplateBody: JSON.stringify(template) };
    const refused = new CloudFormationClient(client()).send(new CreateStackCommand(create));
    await expect(refused).rejects.toThrow(
      'Unrecognized resource types: [AWS::Glue::Job, Custom::Thing]',
    );

    const ran = await deploy({ FIXTURE_UNKNOWN: 'nested' });
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain('Unrecognized resource types: [AWS::Glue::Job]');
  });

  test('accepts compressed metrics as CloudWatch does', async () => {
    const cloudwatch = new CloudWatchClient(client());
    const at = new Date(Math.floor(Date.now() / 60_000) * 60_000);
    const data = Array.from({ length: 500 }, (_, index) => ({
      MetricName: `Metric${index}`,
      Value: index,
      Timestamp: at,
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Fixture', MetricData: data }));
    const stat = {
      Metric: { Namespace: 'Fixture', MetricName: 'Metric499' },
      Period: 60,
      Stat: 'Maximum',
    };
    const answer = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(at.getTime() - 300_000),
        EndTime: new Date(at.getTime() + 60_000),
        MetricDataQueries: [{ Id: 'm', MetricStat: stat }],
      }),
    );
    expect(answer.MetricDataResults?.[0]?.Values).toEqual([499]);
  });

  test('destroys everything that it created', async () => {
    const ran = await command(['destroy', '--force']);
    expect(ran.exitCode, ran.stderr).toBe(0);
    const alarms = await describeAlarms();
    expect([...(alarms.MetricAlarms ?? []), ...(alarms.CompositeAlarms ?? [])]).toEqual([]);
    expect(await emails()).toEqual([]);
    expect(await fixture()).toEqual([]);
  });
});
