import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchClient,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { findBundle } from '../../lib/cdk/function-bundles.ts';
import { toHeartbeat } from '../../lib/cloudwatch/datum.ts';
import { changesQueueName, namespaceFor } from '../../lib/cloudwatch/names.ts';
import type { Config } from '../../lib/config/config.ts';
import { listRecipients } from '../../lib/notify/destinations.ts';
import { type Lambda, startLambda } from '../lambda.ts';
import { account, type LocalAws, region } from '../local-aws.ts';
import { createQueue, createTable, createTopic, dropTable, subscribe } from './account-parts.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A mail as SNS passes it on. */
export type Mail = Readonly<{ topic: string; subject: string; body: string }>;

/** What the stack would create around the notifier, in the local AWS. */
export type Account = Readonly<{
  /** Sets an alarm's state, and lets EventBridge send it to the queue. */
  change: (alarm: string, state: StateValue, options?: ChangeOptions) => Promise<void>;
  send: (body: string) => Promise<void>;
  /** Messages in the queue, whether they are visible or not. */
  countWaiting: () => Promise<number>;
  /** Removes the notifier's stored state. */
  dropTable: () => Promise<void>;
  /** Mails since the last call. */
  readMails: () => Promise<Mail[]>;
  publishHeartbeat: (value: 1 | 2 | 3, at: number) => Promise<void>;
  /** A process of the bundle; `endpoint` is of a proxy in front of the local AWS. */
  start: (endpoint?: string) => Promise<Lambda>;
  stop: () => Promise<void>;
}>;

type ChangeOptions = Readonly<{
  values?: readonly number[];
  withEvent?: boolean;
  at?: Date;
}>;

type AccountOptions = Readonly<{
  config: Config;
  /** Topics whose only subscription is confirmed. */
  confirmed: readonly string[];
  /** Texts by the ARN of the secret or parameter. */
  secrets?: Readonly<Record<string, string>>;
}>;

export async function openAccount(aws: LocalAws, options: AccountOptions): Promise<Account> {
  const { config } = options;
  const settings = { endpoint: aws.endpoint, region, credentials };
  const [sqs, cloudWatch] = [new SQSClient(settings), new CloudWatchClient(settings)];
  const changes = await createQueue(sqs, changesQueueName(config.service));
  const mails = await createQueue(sqs, nameMails(config));
  await createTopics(new SNSClient(settings), options);
  const dynamo = new DynamoDBClient(settings);
  await createTable(dynamo, config.service);
  await createAlarms(aws, config);
  await createSecrets(settings, options.secrets ?? {});
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-notifier-'));
  await copyFile(findBundle({ entry: 'notify', variant: 'both' }), join(directory, 'index.mjs'));
  await writeFile(join(directory, 'config.json'), JSON.stringify(config));
  const send = async (MessageBody: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: changes, MessageBody }));
  };
  return {
    send,
    change: async (alarm, state, { values = [], withEvent = true, at = new Date() } = {}) => {
      await setState(cloudWatch, { alarm, state, values });
      if (withEvent) await send(writeEvent(alarm, state, at));
    },
    countWaiting: () => countMessages(sqs, changes),
    dropTable: () => dropTable(dynamo, config.service),
    readMails: () => receiveMails(sqs, mails),
    publishHeartbeat: async (value, at) => {
      const Namespace = namespaceFor(config.service);
      const MetricData = [toHeartbeat(value, at)];
      await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
    },
    start: async (endpoint = aws.endpoint) =>
      startLambda({
        bundleDirectory: directory,
        timeoutMs: 50_000,
        environment: {
          AWS_ENDPOINT_URL: endpoint,
          // the SDK sends a request of the queue to the queue's own URL
          JOBWATCH_QUEUE_URL: changes.replace(aws.endpoint, endpoint),
          JOBWATCH_TOPIC_ARN_PREFIX: `arn:aws:sns:${region}:${account}:`,
        },
      }),
    stop: async () => {
      for (const client of [sqs, cloudWatch, dynamo]) client.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The queue that is the only subscriber of the topics. */
export function nameMails({ service }: Config): string {
  return `${service}-mails`;
}

async function createTopics(sns: SNSClient, { config, confirmed }: AccountOptions): Promise<void> {
  const recipients = listRecipients(config);
  for (const { topicName } of recipients.flatMap(one => (one.kind === 'mail' ? one.topics : []))) {
    await createTopic(sns, topicName);
    if (confirmed.includes(topicName)) await subscribe(sns, topicName, nameMails(config));
  }
}

/** Alarms of the service, without data yet. */
async function createAlarms(aws: LocalAws, config: Config): Promise<void> {
  const plans = allAlarms(config, region);
  await aws.changeAlarms(
    plans.map(plan => ({
      ...{ name: plan.name, state: 'INSUFFICIENT_DATA', at: 0 },
      properties: {
        ...{ Namespace: plan.namespace, MetricName: plan.metric, Period: 60 },
        ...{ ComparisonOperator: plan.comparison, Threshold: plan.threshold },
        ...{ EvaluationPeriods: plan.evaluationPeriods, Statistic: 'Maximum' },
      },
    })),
  );
}

async function createSecrets(
  settings: ConstructorParameters<typeof SSMClient>[0] & object,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  const [store, manager] = [new SSMClient(settings), new SecretsManagerClient(settings)];
  for (const [name, text] of Object.entries(secrets)) {
    if (name.startsWith('/')) {
      const parameter = { Name: name, Value: text, Type: 'SecureString' as const };
      await store.send(new PutParameterCommand(parameter));
    } else await manager.send(new CreateSecretCommand({ Name: name, SecretString: text }));
  }
}

type NewState = Readonly<{ alarm: string; state: StateValue; values: readonly number[] }>;

async function setState(
  cloudWatch: CloudWatchClient,
  { alarm, state, values }: NewState,
): Promise<void> {
  await cloudWatch.send(
    new SetAlarmStateCommand({
      ...{ AlarmName: alarm, StateValue: state, StateReason: 'Threshold Crossed' },
      StateReasonData: JSON.stringify({ version: '1.0', recentDatapoints: values }),
    }),
  );
}

/** As EventBridge sends it. Source: CloudWatch User Guide, alarm events and EventBridge. */
function writeEvent(alarmName: string, value: StateValue, at: Date): string {
  const timestamp = at.toISOString().replace('Z', '+0000');
  return JSON.stringify({
    ...{ version: '0', id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92', source: 'aws.cloudwatch' },
    ...{ 'detail-type': 'CloudWatch Alarm State Change', account, region },
    detail: { alarmName, state: { value, timestamp }, previousState: { value: 'OK', timestamp } },
  });
}

async function countMessages(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

async function receiveMails(sqs: SQSClient, QueueUrl: string): Promise<Mail[]> {
  const command = new ReceiveMessageCommand({
    ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3_600 },
  });
  const { Messages = [] } = await sqs.send(command);
  const mails = Messages.map(({ Body = '{}' }) => {
    const { TopicArn, Subject, Message } = JSON.parse(Body) as Record<string, string>;
    return {
      topic: TopicArn?.split(':').at(-1) ?? '',
      subject: Subject ?? '',
      body: Message ?? '',
    };
  });
  return mails.length === 0 ? [] : [...mails, ...(await receiveMails(sqs, QueueUrl))];
}
