import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namespaceFor } from '../../lib/cloudwatch/names.ts';
import type { Run, Scenario } from '../../lib/simulator/scenario.ts';
import { type Invocation, type Lambda, startLambda } from '../lambda.ts';
import { cdk, type LocalAws, region, startLocalAws } from '../local-aws.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const MINUTE = 60;
const HOUR = 3600;

// moto answers for recent minutes only
const at = Math.floor(Date.now() / 60_000) * MINUTE - 15 * MINUTE;

/** clip_sync last succeeded 355 s before `at`, after four failed runs in a row. */
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
          outcome: (_, index) => (index < 0 && index >= -4 ? 'failed' : 'success'),
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

test('the bundle consists of its code, below 750 kB, and its configuration, which Lambda may read', async () => {
  const bundle = await findBundle();
  expect((await stat(join(bundle, 'index.mjs'))).size).toBeLessThan(750_000);
  expect((await stat(join(bundle, 'config.json'))).mode & 0o777).toBe(0o644);
});

describe('one round of the judge publishes what the ledger contains:', () => {
  let round: Invocation;

  beforeAll(async () => {
    round = await invokeOnce(at);
  });

  test('one log line,', () => {
    expect(round.error).toBeUndefined();
    const line = JSON.parse(round.log[0] ?? '');
    expect(line).toMatchObject({ level: 'INFO', event: 'round', heartbeat: 3, failures: [] });
    expect(line).toMatchObject({ jobs: 1, published: 11 + 2 });
  });

  test('the time since the last success', async () => {
    const success = findLastEnd(findRuns().filter(({ outcome }) => outcome === 'success'));
    const seconds = await readJobMetric('SecondsSinceSuccess');
    // The counter shows it with the next scrape.
    expect(seconds).toBeGreaterThan(at - success - 15);
    expect(seconds).toBeLessThanOrEqual(at - success);
  });

  test('a failure rate above its limit, because four runs in a row have failed', async () => {
    expect(findRuns().map(({ outcome }) => outcome)).toEqual([
      ...Array(3).fill('failed'),
      'success',
    ]);
    expect(await readJobMetric('FailureRatePercent')).toBeGreaterThan(5);
    expect(await readServiceMetric('UnlistedJobs')).toBeUndefined();
  });

  test('a 95th percentile within the bucket that contains every run', async () => {
    const p95 = await readJobMetric('DurationP95Seconds');
    expect(p95).toBeGreaterThanOrEqual(30);
    expect(p95).toBeLessThanOrEqual(60);
  });

  test('the size of the queue', async () => {
    expect(await readJobMetric('QueueSize')).toBe(42);
    expect(await readJobMetric('QueueGrowthRatio')).toBe(0);
  });

  test('the share of items that failed', async () => {
    expect(await readJobMetric('ItemFailureRatePercent')).toBe(10);
  });

  test('a heartbeat that says that everything was judged', async () => {
    expect(await readHeartbeats()).toEqual([[at, 3]]);
  });
});

test('a round fills in the minutes that were missed, but no heartbeat', async () => {
  const lambda = await start();
  const before = new Set(await readMinutes('QueueSize'));
  await lambda.invoke(createEvent(at + MINUTE));
  await lambda.invoke(createEvent(at + 9 * MINUTE));
  await lambda.stop();
  const after = await readMinutes('QueueSize');
  const between = [2, 3, 4, 5, 6, 7, 8].map(minute => at + minute * MINUTE);
  expect(after).toEqual(expect.arrayContaining(between));
  expect(after.length - before.size).toBeGreaterThan(9);
  const told = (await readHeartbeats()).map(([minute]) => minute);
  expect(told).toEqual([at, at + MINUTE, at + 9 * MINUTE]);
});

describe('if Prometheus is gone, the judge', () => {
  test('publishes nothing about the jobs, and the heartbeat says why', async () => {
    await prometheus.stop();
    const before = await readMinutes('SecondsSinceSuccess');
    const minute = at + 12 * MINUTE;
    const { error, log } = await invokeOnce(minute);
    expect(error).toBeUndefined();
    expect(await readMinutes('SecondsSinceSuccess')).toEqual(before);
    expect(await readHeartbeats()).toContainEqual([minute, 1]);
    const failure = { source: 'application', check: 'all', code: 'unreachable' };
    const line = JSON.parse(log[0] ?? '');
    expect(line).toMatchObject({ level: 'ERROR', heartbeat: 1 });
    expect(line.failures).toContainEqual(expect.objectContaining(failure));
  });

  test('fails its invocation without CloudWatch', async () => {
    const { error, log } = await invokeOnce(at, 'http://127.0.0.1:9');
    expect(error?.name).toBe('PublishError');
    expect(log.join('\n')).toContain('publish-failed');
  });
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Those of the last hour. */
function findRuns(): readonly Run[] {
  const recent = prometheus.ledger.runs.filter(({ end }) => end > at - HOUR);
  return recent.filter(({ end }) => end <= at);
}

function findLastEnd(ended: readonly Run[]): number {
  return Math.max(...ended.map(({ end }) => end));
}

/** The asset of the deployed judge. */
async function findBundle(): Promise<string> {
  const output = join(directory, 'cdk.out');
  const text = await readFile(join(output, 'jobwatch-clipper.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as {
    Resources: Record<string, { Properties?: { FunctionName?: string; Code?: { S3Key: string } } }>;
  };
  const found = Object.values(Resources).find(
    ({ Properties }) => Properties?.FunctionName === 'jobwatch-clipper-judge',
  );
  return join(output, `asset.${found?.Properties?.Code?.S3Key.replace('.zip', '')}`);
}

async function start(endpoint = aws.endpoint): Promise<Lambda> {
  return startLambda({
    bundleDirectory: await findBundle(),
    environment: { AWS_ENDPOINT_URL: endpoint },
  });
}

async function invokeOnce(minute: number, endpoint = aws.endpoint): Promise<Invocation> {
  const lambda = await start(endpoint);
  try {
    return await lambda.invoke(createEvent(minute));
  } finally {
    await lambda.stop();
  }
}

/** Scheduler gives a time within the minute. */
function createEvent(minute: number) {
  return { scheduledTime: new Date((minute + 17) * 1000).toISOString() };
}

/** A minute, in Unix seconds, and the published maximum of it. */
type Point = readonly [minute: number, value: number];

async function read(metric: string, dimensions: Record<string, string> = {}): Promise<Point[]> {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespaceFor('clipper'), MetricName: metric, Dimensions };
  const command = new GetMetricDataCommand({
    StartTime: new Date((at - 4 * HOUR) * 1000),
    EndTime: new Date((at + HOUR) * 1000),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
  });
  const { Timestamps = [], Values = [] } =
    (await client.send(command)).MetricDataResults?.[0] ?? {};
  const points = Timestamps.map(
    (time, index): Point => [time.getTime() / 1000, Values[index] ?? Number.NaN],
  );
  return points.toSorted(([a], [b]) => a - b);
}

const job = { Job: 'clip_sync' };

async function readJobMetric(metric: string): Promise<number | undefined> {
  return (await read(metric, job)).find(([minute]) => minute === at)?.[1];
}

async function readServiceMetric(metric: string): Promise<number | undefined> {
  return (await read(metric)).find(([minute]) => minute === at)?.[1];
}

async function readMinutes(metric: string): Promise<number[]> {
  return (await read(metric, job)).map(([minute]) => minute);
}

function readHeartbeats(): Promise<Point[]> {
  return read('Heartbeat');
}
