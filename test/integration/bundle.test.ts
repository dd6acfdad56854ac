import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckName } from '../../lib/checks/check.ts';
import type { Run, Scenario } from '../../lib/simulator/scenario.ts';
import { type Invocation, type Lambda, startLambda } from '../lambda.ts';
import { cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const MINUTE = 60;
const HOUR = 3600;

// moto answers for recent minutes only
const at = Math.floor(Date.now() / 60_000) * MINUTE - 15 * MINUTE;

/** clip_sync last ended 355 s before `at`, and one of its last four runs failed. */
const scenario: Scenario = {
  from: at - 5 * HOUR,
  to: at + 20 * MINUTE,
  scrapeSeconds: 15,
  seed: 7,
  processes: [
    {
      instance: 'clipper-0:9100',
      jobs: [
        {
          name: 'clip_sync',
          intervalSeconds: 15 * MINUTE,
          firstRunAt: at - 400,
          durationSeconds: 45,
          outcome: (_, index) => (index === -1 ? 'failed' : 'success'),
          items: { success: 9, failed: 1, skipped: 5 },
          queue: () => 42,
        },
      ],
    },
  ],
};

let aws: LocalAws;
let prometheus: PrometheusWithHistory;
let directory: string;
let client: CloudWatchClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-bundle-'));
  [aws, prometheus] = await Promise.all([startLocalAws(), withPrometheus(scenario)]);
  client = new CloudWatchClient({ endpoint: aws.endpoint, region, credentials });
  const config = join(directory, 'jobwatch.yaml');
  const jobs = 'jobs: { clip_sync: { interval: 15m } }';
  await writeFile(config, `service: clipper\nprometheus: { url: "${prometheus.url}" }\n${jobs}\n`);
  const ran = await cdk(['synth', '-q', '-c', `config=${config}`], {
    environment: {},
    output: join(directory, 'cdk.out'),
  });
  expect(ran.exitCode, ran.stderr).toBe(0);
});

afterAll(async () => {
  client?.destroy();
  await Promise.all([aws?.stop(), prometheus?.stop()]);
  await rm(directory, { recursive: true, force: true });
});

test('each bundle is its code and its configuration, and the code is below 900 kB', async () => {
  for (const check of ['staleness', 'failures', 'duration', 'queue', 'items'] as const) {
    const { size } = await stat(join(await bundleOf(check), 'index.mjs'));
    expect(size).toBeLessThan(900_000);
  }
});

describe('one invocation of each check publishes what the ledger says', () => {
  test('staleness: the time since the last success', async () => {
    const { log } = await invokeOnce('staleness');
    const success = lastEnd(runs().filter(({ outcome }) => outcome === 'success'));
    expect(await jobMetric('SecondsSinceSuccess')).toBeCloseTo(at - success, 0);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({
      level: 'INFO',
      event: 'run',
      check: 'staleness',
      jobs: 1,
      notes: [],
    });
  });

  test('failures: failed runs of all runs in the hour that holds four', async () => {
    await invokeOnce('failures');
    const inWindow = runs().filter(({ end }) => end > at - HOUR);
    const failed = inWindow.filter(({ outcome }) => outcome === 'failed');
    expect(inWindow).toHaveLength(4);
    const percent = (100 * failed.length) / inWindow.length;
    expect(await jobMetric('FailureRatePercent')).toBe(percent);
    expect(await serviceMetric('UnlistedJobs')).toBe(0);
  });

  test('duration: the 95th percentile within the bucket that holds every run', async () => {
    await invokeOnce('duration');
    expect(await jobMetric('DurationP95Seconds')).toBeCloseTo(30 + 0.95 * (60 - 30), 6);
  });

  test('queue: what waits', async () => {
    await invokeOnce('queue');
    expect(await jobMetric('QueueSize')).toBe(42);
    expect(await jobMetric('QueueGrowthRatio')).toBe(0);
  });

  test('items: the failed of those that failed or succeeded', async () => {
    await invokeOnce('items');
    expect(await jobMetric('ItemFailureRatePercent')).toBe(10);
  });

  test('and that the source answered the check', async () => {
    expect(await serviceMetric('SourceReachable')).toBe(1);
    expect(await heartbeats('items')).toEqual([at]);
  });
});

test('a run fills in the minutes that were missed, but no heartbeat', async () => {
  const lambda = await start('queue');
  const before = new Set(await minutesOf('QueueSize'));
  await lambda.invoke(eventOf(at + MINUTE));
  await lambda.invoke(eventOf(at + 9 * MINUTE));
  await lambda.stop();
  const after = await minutesOf('QueueSize');
  const between = [2, 3, 4, 5, 6, 7, 8].map(minute => at + minute * MINUTE);
  expect(after).toEqual(expect.arrayContaining(between));
  expect(after.length - before.size).toBeGreaterThan(9);
  expect(await heartbeats('queue')).toEqual([at, at + MINUTE, at + 9 * MINUTE]);
});

describe('where Prometheus has gone', () => {
  test('nothing is said of the jobs, and one metric says why', async () => {
    await prometheus.stop();
    const before = await minutesOf('SecondsSinceSuccess');
    const minute = at + 12 * MINUTE;
    const { error, log } = await invokeOnce('staleness', minute);
    expect(error).toBeUndefined();
    expect(await minutesOf('SecondsSinceSuccess')).toEqual(before);
    expect(await serviceMetric('SourceReachable', minute)).toBe(0);
    expect(await heartbeats('staleness')).toContain(minute);
    const line = { level: 'ERROR', check: 'staleness', failure: { code: 'unreachable' } };
    expect(JSON.parse(log[0] ?? '')).toMatchObject(line);
  });

  test('and without CloudWatch the invocation fails', async () => {
    const { error, log } = await invokeOnce('staleness', at, 'http://127.0.0.1:9');
    expect(error?.name).toBe('PublishError');
    expect(log.join('\n')).toContain('publish-failed');
  });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function runs(): readonly Run[] {
  return prometheus.ledger.runs.filter(({ end }) => end <= at);
}

function lastEnd(ended: readonly Run[]): number {
  return Math.max(...ended.map(({ end }) => end));
}

/** The asset that the deployed function would have. */
async function bundleOf(check: CheckName): Promise<string> {
  const output = join(directory, 'cdk.out');
  const text = await readFile(join(output, 'jobwatch-clipper.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as {
    Resources: Record<string, { Properties?: { FunctionName?: string; Code?: { S3Key: string } } }>;
  };
  const found = Object.values(Resources).find(
    ({ Properties }) => Properties?.FunctionName === `jobwatch-clipper-${check}`,
  );
  return join(output, `asset.${found?.Properties?.Code?.S3Key.replace('.zip', '')}`);
}

async function start(check: CheckName, endpoint = aws.endpoint): Promise<Lambda> {
  return startLambda({
    bundleDirectory: await bundleOf(check),
    environment: { AWS_ENDPOINT_URL: endpoint },
  });
}

async function invokeOnce(
  check: CheckName,
  minute = at,
  endpoint = aws.endpoint,
): Promise<Invocation> {
  const lambda = await start(check, endpoint);
  try {
    return await lambda.invoke(eventOf(minute));
  } finally {
    await lambda.stop();
  }
}

/** Scheduler names a time within the minute. */
function eventOf(minute: number) {
  return { scheduledTime: new Date((minute + 17) * 1000).toISOString() };
}

type Point = Readonly<{ minute: number; value: number }>;

async function read(metric: string, dimensions: Record<string, string>): Promise<Point[]> {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: 'Jobwatch', MetricName: metric, Dimensions };
  const command = new GetMetricDataCommand({
    StartTime: new Date((at - 4 * HOUR) * 1000),
    EndTime: new Date((at + HOUR) * 1000),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
  });
  const { Timestamps = [], Values = [] } =
    (await client.send(command)).MetricDataResults?.[0] ?? {};
  return Timestamps.map((time, index) => ({
    minute: time.getTime() / 1000,
    value: Values[index] ?? Number.NaN,
  })).toSorted((a, b) => a.minute - b.minute);
}

const job = { Service: 'clipper', Job: 'clip_sync' };

async function jobMetric(metric: string): Promise<number | undefined> {
  return (await read(metric, job)).find(({ minute }) => minute === at)?.value;
}

async function serviceMetric(metric: string, when = at): Promise<number | undefined> {
  const points = await read(metric, { Service: 'clipper' });
  return points.find(({ minute }) => minute === when)?.value;
}

async function minutesOf(metric: string): Promise<number[]> {
  return (await read(metric, job)).map(({ minute }) => minute);
}

async function heartbeats(check: CheckName): Promise<number[]> {
  const points = await read('Heartbeat', { Service: 'clipper', Check: check });
  return points.map(({ minute }) => minute);
}
