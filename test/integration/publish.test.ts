import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toHeartbeat } from '../../lib/cloudwatch/datum.ts';
import { heartbeats } from '../../lib/cloudwatch/heartbeat.ts';
import { jobDimensions, namespaceFor } from '../../lib/cloudwatch/names.ts';
import { createPublisher, type Publisher } from '../../lib/cloudwatch/publisher.ts';
import { type LocalAws, region, startLocalAws } from '../local-aws.ts';

// moto answers for recent minutes only
const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 120_000);

const namespace = namespaceFor('clipper');

let aws: LocalAws;
let client: CloudWatchClient;
let publisher: Publisher;

beforeAll(async () => {
  aws = await startLocalAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_DISABLE_REQUEST_COMPRESSION', 'true');
  client = new CloudWatchClient({ endpoint: aws.endpoint, region });
  publisher = createPublisher({ namespace, endpoint: aws.endpoint, region });
});

afterAll(async () => {
  publisher?.close();
  client?.destroy();
  await aws?.stop();
  vi.unstubAllEnvs();
});

/** The maximum of each minute, as an alarm reads it. */
async function read(metric: string, dimensions: Readonly<Record<string, string>>) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
  const command = new GetMetricDataCommand({
    StartTime: new Date(minute.getTime() - 600_000),
    EndTime: new Date(minute.getTime() + 60_000),
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
  });
  const result = (await client.send(command)).MetricDataResults?.[0];
  return { values: result?.Values, times: result?.Timestamps };
}

test('published metrics are read back at their minute, even if they were sent twice', async () => {
  const beat = toHeartbeat(heartbeats.partial, minute.getTime() / 1000);
  await publisher.publish([beat]);
  await publisher.publish([beat]);
  expect(await read('Heartbeat', {})).toEqual({
    values: [2],
    times: [minute],
  });
});

test('two thousand jobs, some with names that need encoding, arrive in three calls', async () => {
  const jobs = Array.from({ length: 2001 }, (_, index) => `größe ${index}`);
  const data = jobs.map((job, index) => ({
    MetricName: 'QueueSize',
    Dimensions: Object.entries(jobDimensions(job)).map(([Name, Value]) => ({
      Name,
      Value,
    })),
    Timestamp: minute,
    Value: index,
  }));
  const report = await publisher.publish(data);
  expect(report).toEqual({ metricsSent: 2001, batchesSent: 3, batchesFailed: 0 });
  const last = await read('QueueSize', jobDimensions('größe 2000'));
  expect(last.values).toEqual([2000]);
});
