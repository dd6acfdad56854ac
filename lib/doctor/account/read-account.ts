import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { namespaceFor, stackName } from '../../cloudwatch/names.ts';
import type { Config } from '../../config/config.ts';
import { type AccountEvidence, heartbeatMinutes, type Topic } from './account-evidence.ts';
import { type Attempt, attemptCalls, isNamed } from './attempt-calls.ts';

type Clients = Readonly<{
  stacks: CloudFormationClient;
  topics: SNSClient;
  metrics: CloudWatchClient;
}>;

/** Reads a service from the account of the default credentials; `now` in Unix seconds. */
export async function readAccount(
  config: Config,
  { region, now }: Readonly<{ region: string; now: number }>,
): Promise<AccountEvidence> {
  const options = { region, maxAttempts: 2 };
  const clients = {
    stacks: new CloudFormationClient(options),
    topics: new SNSClient(options),
    metrics: new CloudWatchClient(options),
  };
  const { attempt, failures } = attemptCalls();
  try {
    const stack = await attempt('cloudformation:DescribeStacks', readStack(clients, config));
    const stackStatus = stack === 'none' ? 'none' : stack?.StackStatus;
    if (stackStatus === 'none') return { ...nothing, region, stackStatus, failures };
    const found = stack === 'none' ? undefined : stack;
    return {
      region,
      stackStatus,
      ...measureAge(found, now),
      topics: await readTopics(clients, listTopics(config, found), attempt),
      alarms: await attempt('cloudwatch:DescribeAlarms', readAlarms(clients, config.service)),
      heartbeat: await attempt('cloudwatch:GetMetricData', readHeartbeat(clients, config, now)),
      failures,
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function measureAge(stack: Stack | undefined, now: number) {
  const created = stack?.CreationTime;
  return created === undefined ? {} : { stackAgeSeconds: now - created.getTime() / 1000 };
}

const nothing = {
  topics: [],
  alarms: undefined,
  heartbeat: undefined,
} as const;

async function readStack({ stacks }: Clients, { service }: Config): Promise<Stack | 'none'> {
  try {
    const command = new DescribeStacksCommand({ StackName: stackName(service) });
    return (await stacks.send(command)).Stacks?.[0] ?? 'none';
  } catch (error) {
    // CloudFormation has no separate error code for a missing stack
    if (isNamed(error, /^ValidationError$/) && /does not exist/.test(String(error))) return 'none';
    throw error;
  }
}

type TopicName = Omit<Topic, 'subscriptions'>;

/** The topics that the configuration names, and those that the stack created. */
function listTopics({ notify }: Config, stack: Stack | undefined): TopicName[] {
  const outputs = new Map(stack?.Outputs?.map(output => [output.OutputKey, output.OutputValue]));
  return (['warning', 'critical'] as const).flatMap((severity): TopicName[] => {
    const own = outputs.get(severity === 'warning' ? 'WarningTopicArn' : 'CriticalTopicArn');
    const named = notify[severity].flatMap(to => (to.kind === 'topic' ? [to.topicArn] : []));
    return [
      ...(own === undefined ? [] : [{ severity, arn: own, isOwn: true }]),
      ...[...new Set(named)].map(arn => ({ severity, arn, isOwn: false })),
    ];
  });
}

async function readTopics(
  { topics }: Clients,
  names: readonly TopicName[],
  attempt: Attempt,
): Promise<Topic[]> {
  const read: Topic[] = [];
  for (const name of names) {
    const action = 'sns:ListSubscriptionsByTopic';
    const subscriptions = await attempt(action, readSubscriptions(topics, name.arn));
    if (subscriptions !== undefined) read.push({ ...name, subscriptions });
  }
  return read;
}

async function readSubscriptions(client: SNSClient, arn: string): Promise<Topic['subscriptions']> {
  const subscriptions: Exclude<Topic['subscriptions'], string>[number][] = [];
  let NextToken: string | undefined;
  try {
    do {
      const command = new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken });
      const page = await client.send(command);
      for (const { Endpoint = '', Protocol = '', SubscriptionArn = '' } of page.Subscriptions ??
        []) {
        const isConfirmed = SubscriptionArn.startsWith('arn:');
        subscriptions.push({ endpoint: Endpoint, protocol: Protocol, isConfirmed });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
    return subscriptions;
  } catch (error) {
    if (isNamed(error, /^NotFound/)) return 'no-topic';
    throw error;
  }
}

async function readAlarms({ metrics }: Clients, service: string) {
  const alarms = new Map<string, Readonly<{ hasActions: boolean }>>();
  let NextToken: string | undefined;
  do {
    const page = await metrics.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: `${service}/`, MaxRecords: 100, NextToken }),
    );
    for (const { AlarmName = '', ActionsEnabled, AlarmActions } of page.MetricAlarms ?? []) {
      alarms.set(AlarmName, {
        hasActions: ActionsEnabled !== false && (AlarmActions ?? []).length > 0,
      });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return alarms;
}

/** The newest value of one metric: it is billed per metric, and no free tier covers it. */
async function readHeartbeat({ metrics }: Clients, { service }: Config, now: number) {
  const Metric = { Namespace: namespaceFor(service), MetricName: 'Heartbeat', Dimensions: [] };
  const { MetricDataResults = [] } = await metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date((now - heartbeatMinutes * 60) * 1000),
      EndTime: new Date(now * 1000),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [{ Id: 'heartbeat', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    }),
  );
  return MetricDataResults[0]?.Values?.[0] ?? 'none';
}
