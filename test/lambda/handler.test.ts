import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, test } from 'vitest';
import { queue } from '../../lib/checks/queue.ts';
import { PublishError } from '../../lib/cloudwatch/errors.ts';
import { createHandler } from '../../lib/lambda/handler.ts';
import type { RunLine } from '../../lib/lambda/log.ts';
import type { Surroundings } from '../../lib/lambda/run-check.ts';
import { PrometheusError, type PrometheusErrorCode } from '../../lib/prometheus/errors.ts';
import { configOf } from '../cdk/config.ts';

const M0 = 1_795_428_000;
const config = configOf();

let published: MetricDatum[];
let lines: RunLine[];
let asked: number[];

beforeEach(() => {
  published = [];
  lines = [];
  asked = [];
});

/** A source that has been watching since long ago, in which 42 entries wait. */
function surroundings(overrides: Partial<Surroundings> = {}): Surroundings {
  return {
    config,
    prometheus: {
      instant: async (promql, at) => {
        asked.push(at);
        return { samples: samplesOf(promql), warnings: [] };
      },
      range: async (promql, { from, to, stepSeconds }) => {
        const times = Array.from(
          { length: (to - from) / stepSeconds + 1 },
          (_, i) => from + i * 60,
        );
        const series = samplesOf(promql).map(({ labels, value }) => ({
          labels,
          times,
          values: times.map(() => value),
        }));
        return { series, warnings: [] };
      },
    },
    publisher: {
      publish: async data => {
        published.push(...data);
        return { metricsSent: data.length, batchesSent: 1, batchesFailed: 0 };
      },
    },
    publishedMinutes: async (_, from, to) => new Set(minutesFrom(from, to)),
    log: line => lines.push(line),
    monotonic: () => 0,
    ...overrides,
  };
}

function samplesOf(promql: string) {
  if (promql === 'vector(1)') return [{ labels: {}, value: 1 }];
  if (promql.includes('group(')) return [{ labels: {}, value: M0 - 86_400 }];
  return [{ labels: { job_name: 'clip_sync' }, value: 42 }];
}

function minutesFrom(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 60 + 1 }, (_, index) => from + 60 * index);
}

function eventOf(minute: number) {
  return { scheduledTime: new Date((M0 + 60 * minute + 12) * 1000).toISOString() };
}

/** Metrics as `minute Name=value`, the minute counted from M0. */
function told(data: readonly MetricDatum[] = published): string[] {
  return data.map(({ MetricName, Value, Timestamp }) => {
    const minute = ((Timestamp?.getTime() ?? 0) / 1000 - M0) / 60;
    return `${minute} ${MetricName}=${Value}`;
  });
}

/** A source that refuses what the check asks, and answers or not what anybody may ask. */
function refusing(code: PrometheusErrorCode, answersOthers = true): Partial<Surroundings> {
  const refuse = async (promql: string) => {
    if (promql === 'vector(1)' && answersOthers) return { samples: [], warnings: [] };
    throw new PrometheusError({ code, problem: 'No' });
  };
  return { prometheus: { instant: refuse, range: () => Promise.reject(new Error('not asked')) } };
}

test('a run publishes what it found, that it ran, and that the source answered', async () => {
  await createHandler(queue, surroundings())(eventOf(0));
  expect(told().toSorted()).toEqual([
    '0 Heartbeat=2',
    '0 QueueGrowthRatio=0',
    '0 QueueSize=42',
    '0 SourceReachable=1',
  ]);
  expect(lines).toEqual([
    expect.objectContaining({ level: 'INFO', event: 'run', check: 'queue', jobs: 1, queries: 3 }),
  ]);
});

test('every query is asked for one minute, earlier by the delay', async () => {
  const delayed = configOf('prometheus: { url: "http://localhost:9090", delay: 2m }');
  await createHandler(queue, surroundings({ config: delayed }))(eventOf(5));
  expect(new Set(asked)).toEqual(new Set([M0 + 3 * 60]));
  expect(told()).toContain('5 QueueSize=42');
});

describe('where the source', () => {
  test('is away, the jobs keep their state and one line says why', async () => {
    await createHandler(queue, surroundings(refusing('unreachable')))(eventOf(0));
    expect(told()).toEqual(['0 Heartbeat=1', '0 SourceReachable=0']);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        failure: expect.objectContaining({ code: 'unreachable' }),
      }),
    ]);
  });

  test('knows nothing at all, that is no answer either', async () => {
    const instant = async () => ({ samples: [], warnings: [] });
    const { prometheus } = surroundings();
    const empty = surroundings({ prometheus: { ...prometheus, instant } });
    await createHandler(queue, empty)(eventOf(0));
    expect(told()).toEqual(['0 Heartbeat=1', '0 SourceReachable=0']);
    expect(lines[0]?.failure?.code).toBe('no-data');
  });

  test('refuses this check alone, the check does not report', async () => {
    await createHandler(queue, surroundings(refusing('too-expensive')))(eventOf(0));
    expect(told()).toEqual(['0 SourceReachable=0']);
  });

  test('times out whatever it is asked, the check reports', async () => {
    await createHandler(queue, surroundings(refusing('timeout', false)))(eventOf(0));
    expect(told()).toEqual(['0 Heartbeat=1', '0 SourceReachable=0']);
  });
});

describe('what was missed', () => {
  test('between two runs is filled in after the current minute, without heartbeats', async () => {
    const handler = createHandler(queue, surroundings());
    await handler(eventOf(0));
    published = [];
    await handler(eventOf(4));
    expect(told().slice(0, 2)).toEqual(['4 Heartbeat=2', '4 SourceReachable=1']);
    const filled = told().filter(text => !text.startsWith('4 '));
    expect(filled.filter(text => text.includes('QueueSize'))).toEqual([
      '1 QueueSize=42',
      '2 QueueSize=42',
      '3 QueueSize=42',
    ]);
    expect(filled.join()).not.toMatch(/Heartbeat|SourceReachable/);
  });

  test('according to CloudWatch is filled in at a cold start', async () => {
    const known = new Set(minutesFrom(M0 - 3 * 3600, M0 - 180));
    await createHandler(queue, surroundings({ publishedMinutes: async () => known }))(eventOf(0));
    expect(told().filter(text => text.includes('QueueSize'))).toEqual([
      '0 QueueSize=42',
      '-2 QueueSize=42',
      '-1 QueueSize=42',
    ]);
  });

  test('is left, with a warning, where CloudWatch does not say', async () => {
    const publishedMinutes = () => Promise.reject(new Error('denied'));
    await createHandler(queue, surroundings({ publishedMinutes }))(eventOf(0));
    expect(told().filter(text => text.includes('QueueSize'))).toEqual(['0 QueueSize=42']);
    expect(lines.at(-1)).toMatchObject({ level: 'WARN', failure: { code: 'coverage-unknown' } });
  });

  test('waits where the run itself took long', async () => {
    let milliseconds = 0;
    const handler = createHandler(
      queue,
      surroundings({ monotonic: () => (milliseconds += 15_000) }),
    );
    await handler(eventOf(0));
    await handler(eventOf(4));
    expect(told().filter(text => text.includes('QueueSize'))).toEqual([
      '0 QueueSize=42',
      '4 QueueSize=42',
    ]);
  });
});

test('where CloudWatch takes nothing the run fails, and its minute is filled in later', async () => {
  const around = surroundings();
  let refuses = false;
  const report = { metricsSent: 0, batchesSent: 0, batchesFailed: 1 };
  const publisher: Surroundings['publisher'] = {
    publish: async data => {
      if (refuses) throw new PublishError(report, new Error('away'));
      return around.publisher.publish(data);
    },
  };
  const handler = createHandler(queue, { ...around, publisher });
  await handler(eventOf(0));
  refuses = true;
  await expect(handler(eventOf(1))).rejects.toThrow(PublishError);
  expect(lines.at(-1)).toMatchObject({ level: 'ERROR', event: 'publish-failed' });
  refuses = false;
  await handler(eventOf(2));
  expect(told()).toContain('1 QueueSize=42');
});
