import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { alertNames, checks } from '../../lib/checks/index.ts';
import { toData, toHeartbeat, toRatioData } from '../../lib/cloudwatch/datum.ts';
import { namespaceFor, unlistedMetric } from '../../lib/cloudwatch/names.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import { createNotifierTable } from '../../lib/deployed/notifier-table.ts';
import { readAlarms } from '../../lib/deployed/read-alarms.ts';
import { publishMail } from '../../lib/lambda/notify/publish-mail.ts';
import { createChangesQueue } from '../../lib/lambda/notify/queue.ts';
import { isHeartbeatFresh } from '../../lib/lambda/notify/read-heartbeat.ts';
import { readPublishedMinutes, readPublishedRatios } from '../../lib/lambda/published-minutes.ts';
import { createConfig } from '../cdk/config.ts';
import { evilNames } from '../untrusted/evil-names.ts';
import { captureRequests, findInvalid } from './requests.ts';

const region = 'eu-west-1';
const service = 'a-service-with-a-name-of-40-characters-x';
const at = 1_760_000_040;
const longNames = { short: 'ジ'.repeat(29), long: 'ジ'.repeat(300) };

test('CloudWatch’s own model accepts every metric of every name', async () => {
  const names = Object.values({ ...evilNames, ...longNames });
  const jobs = Object.fromEntries(names.map(name => [name, { interval: '5m' }]));
  const { fleet } = createConfig(`service: ${service}\njobs: ${JSON.stringify(jobs)}`);
  const metrics = checks.flatMap(check => check.metrics.map(({ name }) => name));
  const values = [0, 1e-300, 1e300, -1];
  const measurements = names.flatMap((job, index) =>
    metrics.map(metric => ({ job, metric, value: values[index % values.length] ?? 0 })),
  );
  const client = new CloudWatchClient({ region });
  const requests = captureRequests(client, 'cloudwatch');
  const ratios = alertNames.map(alert => ({ metric: unlistedMetric(alert), value: 1.5 }));
  await createPublisher({ namespace: namespaceFor(service), client }).publish([
    ...toData({ fleet, measurements, at }),
    ...toRatioData(ratios, at),
    toHeartbeat(3, at),
  ]);
  expect(requests.map(({ operation }) => operation)).toEqual(['PutMetricData']);
  expect(findInvalid(requests)).toEqual([]);
});

test('CloudWatch’s own model accepts the requests that read metrics', async () => {
  const client = new CloudWatchClient({ region });
  const requests = captureRequests(client, 'cloudwatch');
  const question = { service, from: at - 3600, to: at };
  await readPublishedMinutes(client, question);
  await readPublishedRatios(client, question, alertNames);
  await isHeartbeatFresh(client, service, at);
  await readAlarms(client, `${service}/`, new Map());
  expect(requests.map(({ operation }) => operation)).toEqual([
    ...['GetMetricData', 'GetMetricData', 'GetMetricData', 'DescribeAlarms'],
  ]);
  expect(findInvalid(requests)).toEqual([]);
});

test("the models of DynamoDB, SQS and SNS accept the notifier's requests", async () => {
  const dynamo = new DynamoDBClient({ region });
  const table = createNotifierTable(dynamo, `jobwatch-${service}-notifier`);
  const stored = captureRequests(dynamo, 'dynamodb');
  await table.read('state');
  await table.write('state', '{}', 0);
  await table.claim(at);
  await table.findFirstMinute(at);

  const sqs = new SQSClient({ region });
  const Messages = [{ Body: '{}', ReceiptHandle: 'handle' }];
  const received = captureRequests(sqs, 'sqs', { ReceiveMessage: { Messages } });
  const queue = createChangesQueue(sqs, `https://sqs.${region}.amazonaws.com/123456789012/q`);
  await queue.remove((await queue.receive()).slice(0, 25));

  const sns = new SNSClient({ region });
  const published = captureRequests(sns, 'sns');
  const topic = `arn:aws:sns:${region}:123456789012:jobwatch-${service}-critical`;
  await publishMail(sns, topic, { subject: 'a subject', body: 'a body' });

  const requests = [...stored, ...received, ...published];
  expect([...new Set(requests.map(({ operation }) => operation))]).toEqual([
    ...['GetItem', 'PutItem', 'ReceiveMessage', 'DeleteMessageBatch', 'Publish'],
  ]);
  expect(findInvalid(requests)).toEqual([]);
});

test('a request that AWS would reject is found', () => {
  const datum = { MetricName: 'x'.repeat(256), Value: 1, Unit: 'Parsecs' };
  const input = { Namespace: ':x', MetricData: [datum, { Value: 'one' }] };
  const found = findInvalid([{ service: 'cloudwatch', operation: 'PutMetricData', input }]);
  const text = found.join('\n');
  for (const part of [
    'MetricName: 256',
    'Parsecs',
    'Namespace',
    'Missing required parameter',
    'one',
  ]) {
    expect(text).toContain(part);
  }
});
