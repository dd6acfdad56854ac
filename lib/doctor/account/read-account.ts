import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { checks } from '../../checks/index.ts';
import {
  type Dimensions,
  heartbeatDimensions,
  namespace,
  serviceDimensions,
  stackName,
} from '../../cloudwatch/names.ts';
import type { Config } from '../../config/config.ts';
import type { Severity } from '../../model/job.ts';
import { type AccountEvidence, beatMinutes, type Topic } from './account-evidence.ts';
import { type Attempt, attemptCalls, isNamed } from './attempt-calls.ts';

type Clients = Readonly<{
  stacks: CloudFormationClient;
  topics: SNSClient;
  metrics: CloudWatchClient;
}>;

/** Asks the account of the default credentials about a service; `now` in Unix seconds. */
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
    const beats = await attempt('cloudwatch:GetMetricData', readBeats(clients, config, now));
    return {
      region,
      stackStatus,
      topics: await readTopics(clients, topicArns(config, found), attempt),
      alarms: await attempt('cloudwatch:DescribeAlarms', readAlarms(clients, config.service)),
      beats: beats?.beats,
      sourceReachable: beats?.sourceReachable,
      failures,
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

const nothing = {
  topics: new Map<Severity, Topic>(),
  alarms: undefined,
  beats: undefined,
  sourceReachable: undefined,
} as const;

async function readStack({ stacks }: Clients, { service }: Config): Promise<Stack | 'none'> {
  try {
    const command = new DescribeStacksCommand({ StackName: stackName(service) });
    return (await stacks.send(command)).Stacks?.[0] ?? 'none';
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there
    if (isNamed(error, /^ValidationError$/) && /does not exist/.test(String(error))) return 'none';
    throw error;
  }
}

/** The config's own topics, or those that the stack says it made. */
function topicArns({ notify }: Config, stack: Stack | undefined): [Severity, string][] {
  const outputs = new Map(stack?.Outputs?.map(output => [output.OutputKey, output.OutputValue]));
  return (['warning', 'critical'] as const).flatMap((severity): [Severity, string][] => {
    const to = notify[severity];
    const made = outputs.get(severity === 'warning' ? 'WarningTopicArn' : 'CriticalTopicArn');
    const arn = to.kind === 'topic' ? to.topicArn : made;
    return arn === undefined ? [] : [[severity, arn]];
  });
}

async function readTopics(
  { topics }: Clients,
  arns: readonly (readonly [Severity, string])[],
  attempt: Attempt,
): Promise<Map<Severity, Topic>> {
  const read = new Map<Severity, Topic>();
  for (const [severity, arn] of arns) {
    const action = 'sns:ListSubscriptionsByTopic';
    const subscriptions = await attempt(action, readSubscriptions(topics, arn));
    if (subscriptions !== undefined) read.set(severity, { arn, subscriptions });
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
  const alarms = new Map<string, Readonly<{ tells: boolean }>>();
  let NextToken: string | undefined;
  do {
    const page = await metrics.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: `${service}/`, MaxRecords: 100, NextToken }),
    );
    for (const { AlarmName = '', ActionsEnabled, AlarmActions } of page.MetricAlarms ?? []) {
      alarms.set(AlarmName, { tells: ActionsEnabled !== false && (AlarmActions ?? []).length > 0 });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return alarms;
}

/** One call of six metrics: it is billed by the metric, and no free tier covers it. */
async function readBeats({ metrics }: Clients, { service }: Config, now: number) {
  const { MetricDataResults: results = [] } = await metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date((now - beatMinutes * 60) * 1000),
      EndTime: new Date(now * 1000),
      MetricDataQueries: [
        ...checks.map(({ name }) => query(name, 'Heartbeat', heartbeatDimensions(service, name))),
        query('source', 'SourceReachable', serviceDimensions(service)),
      ],
    }),
  );
  const values = (id: string): readonly number[] => resultOf(results, id)?.Values ?? [];
  const beating = checks.map(({ name }) => name).filter(name => values(name).length > 0);
  return { beats: new Set(beating), sourceReachable: newestOf(resultOf(results, 'source')) };
}

function resultOf(results: readonly MetricDataResult[], id: string): MetricDataResult | undefined {
  return results.find(({ Id }) => Id === id);
}

function newestOf(result: MetricDataResult | undefined): number | undefined {
  const times = (result?.Timestamps ?? []).map(time => time.getTime());
  return result?.Values?.[times.indexOf(Math.max(...times))];
}

function query(id: string, name: string, dimensions: Dimensions): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: name, Dimensions };
  return { Id: id, MetricStat: { Metric, Period: 60, Stat: 'Maximum' } };
}
