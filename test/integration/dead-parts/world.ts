import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { alarmName, changesQueueName } from '../../../lib/cloudwatch/names.ts';
import { createConfig } from '../../cdk/config.ts';
import { createMemoryPrometheus } from '../../history/memory-prometheus.ts';
import { serveMemory } from '../../history/serve-memory.ts';
import type { Invocation, Lambda } from '../../lambda.ts';
import { account as accountId, type LocalAws, region } from '../../local-aws.ts';
import { type Receiver, startReceiver } from '../../notify/receiver.ts';
import { type Account, type Mail, nameMails, openAccount } from '../../notify-lambda/account.ts';
import { connectEvents } from '../mass-outage/event-rule.ts';
import { type AwsProxy, startAwsProxy } from './aws-proxy.ts';

/** The minute that the scenarios count from, in Unix seconds. */
const start = Date.UTC(2026, 10, 23, 12) / 1_000;

/** A service in the local AWS, and a process of its bundled notifier that a test can end. */
export type World = Readonly<{
  service: string;
  account: Account;
  proxy: AwsProxy;
  outside: Receiver;
  clients: Readonly<{ sqs: SQSClient; sns: SNSClient; dynamo: DynamoDBClient }>;
  queueUrl: string;
  mailsQueue: string;
  /** Changes the alarm of the only job in a minute. */
  change: (minute: number, state: 'OK' | 'ALARM') => Promise<void>;
  /** Lets the judge report a complete round for a minute. */
  publishHeartbeat: (minute: number) => Promise<void>;
  /** Invokes the notifier for a minute, in the present process or in a new one. */
  run: (minute: number) => Promise<Invocation>;
  /** Ends the process, whatever it is doing. */
  kill: () => Promise<void>;
  readMails: () => Promise<readonly Mail[]>;
  close: () => Promise<void>;
}>;

export async function createWorld(aws: LocalAws, service: string): Promise<World> {
  const prometheus = await serveMemory(createMemoryPrometheus([]));
  const outside = await startReceiver({ status: 200 });
  const config = configure(service, prometheus.url);
  const account = await openAccount(aws, {
    config,
    confirmed: ['warning', 'critical'].map(name => `jobwatch-${service}-${name}`),
    secrets: { [`/${service}`]: outside.url },
  });
  await connectEvents(aws, config);
  const proxy = await startAwsProxy(aws.endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { endpoint: aws.endpoint, region, credentials };
  let lambda: Lambda | undefined;
  const kill = async () => {
    await lambda?.stop();
    lambda = undefined;
  };
  return {
    ...{ service, account, proxy, outside, kill, mailsQueue: nameMails(config) },
    clients: {
      sqs: new SQSClient(settings),
      sns: new SNSClient(settings),
      dynamo: new DynamoDBClient(settings),
    },
    queueUrl: `${aws.endpoint}/${accountId}/${changesQueueName(service)}`,
    change: (minute, state) =>
      aws.changeAlarms([
        {
          name: alarmName(service, 'clip_sync', 'BackgroundJobFailing'),
          ...{ state, at: start + 60 * minute - 20, value: state === 'ALARM' ? 25 : 0 },
        },
      ]),
    publishHeartbeat: minute => account.publishHeartbeat(3, start + 60 * minute),
    run: async minute => {
      lambda ??= await account.start(proxy.endpoint);
      const scheduledTime = new Date((start + 60 * minute + 7) * 1_000).toISOString();
      return lambda.invoke({ scheduledTime });
    },
    readMails: account.readMails,
    close: async () => {
      await kill();
      proxy.stop();
      prometheus.close();
      await Promise.all([account.stop(), outside.close()]);
    },
  };
}

function configure(service: string, url: string) {
  return createConfig(
    [
      `service: ${service}`,
      `prometheus: { url: "${url}" }`,
      'notify: { warning: [team@example.com], critical: [oncall@example.com] }',
      `deadMansSwitch: { parameterArn: "arn:aws:ssm:${region}:${accountId}:parameter/${service}" }`,
      'jobs: { clip_sync: { interval: 15m } }',
    ].join('\n'),
  );
}
