import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { notifierFunctionName, notifierTableName } from '../cloudwatch/names.ts';
import type { Config, SecretReference } from '../config/config.ts';
import { withConfigFile } from './bundled-config.ts';
import { findVariant } from './bundling.ts';
import { ChangesQueue } from './changes-queue.ts';
import { JobwatchFunction } from './jobwatch-function.ts';
import { allowQueries, allowReading } from './permissions.ts';
import { findChannelSecrets, findConnectionSecrets } from './secrets.ts';

type NotifierProps = Readonly<{ config: Config; topics: readonly ITopic[] }>;

/**
 * What notifies people about alarms: the queue of state changes, the function that reads it, and
 * its table. The function is in no VPC, so that it reaches every channel.
 */
export class Notifier extends Construct {
  readonly lambda: IFunction;
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { config, topics }: NotifierProps) {
    super(scope, id);
    const { service } = config;
    this.queue = new ChangesQueue(this, 'Queue', { service }).queue;
    const table = addTable(this, service);
    const secrets = listSecrets(config);
    const outside = { ...config, vpc: undefined };
    this.lambda = withConfigFile(
      config,
      file =>
        new JobwatchFunction(this, 'notifier', {
          name: notifierFunctionName(service),
          entry: 'notify.ts',
          description: `Notifies people about the alarms of ${service}, once per minute`,
          memoryMegabytes: 256,
          // Receiving takes at most 10 s, querying Prometheus 5 s and sending 20 s.
          timeoutSeconds: 50,
          permissions: [
            ...allowNotifying({ queue: this.queue, table, topics }),
            ...(config.vpc === undefined ? allowQueries(outside) : []),
            ...allowReading(findChannelSecrets(config)),
            ...allowWatchingHeartbeat(config),
          ],
          environment: {
            JOBWATCH_QUEUE_URL: this.queue.queueUrl,
            JOBWATCH_TOPIC_ARN_PREFIX: `arn:${Aws.PARTITION}:sns:${Aws.REGION}:${Aws.ACCOUNT_ID}:`,
          },
          bundling: { variant: findVariant(secrets), configFile: file },
          vpc: undefined,
        }),
    ).lambda;
  }
}

function listSecrets(config: Config): SecretReference[] {
  const named = [...findConnectionSecrets(config.connection), ...findChannelSecrets(config)];
  return named.map(({ secret }) => secret);
}

/**
 * An item for what was reported, one for the mutes, and two of a few bytes. Every deployment keeps
 * the table.
 */
function addTable(scope: Construct, service: string): Table {
  return new Table(scope, 'Table', {
    tableName: notifierTableName(service),
    partitionKey: { name: 'id', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

type Touched = Readonly<{ queue: IQueue; table: Table; topics: readonly ITopic[] }>;

function allowNotifying({ queue, table, topics }: Touched): PolicyStatement[] {
  const arns = topics.map(({ topicArn }) => topicArn);
  return [
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      resources: [queue.queueArn],
    }),
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [table.tableArn],
    }),
    new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
    ...(arns.length === 0
      ? []
      : [
          new PolicyStatement({
            actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic'],
            resources: arns,
          }),
        ]),
  ];
}

/** The dead man's switch is called only while the judge's heartbeat is fresh. */
function allowWatchingHeartbeat({ deadMansSwitch }: Config): PolicyStatement[] {
  if (deadMansSwitch === undefined) return [];
  return [new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] })];
}
