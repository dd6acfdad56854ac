import { describe, expect, test } from 'vitest';
import { PublishError } from '../../lib/cloudwatch/errors.ts';
import type { JudgeDependencies } from '../../lib/lambda/dependencies.ts';
import { createJudge } from '../../lib/lambda/judge.ts';
import { createConfig } from '../cdk/config.ts';
import {
  createEnvironment,
  createEvent,
  type JudgeEnvironment,
  listMetrics,
  listMinutes,
  M0,
  refuse,
  scrape,
} from './judge-environment.ts';

const config = createConfig();

/** A source in which 42 entries wait. */
const source = scrape({ job_queue_size: () => 42 });

const listSizes = ({ published }: JudgeEnvironment) =>
  listMetrics(published).filter(text => text.includes('QueueSize'));

const listHeartbeats = ({ published }: JudgeEnvironment) =>
  listMetrics(published).filter(text => text.includes('Heartbeat'));

test('a round publishes what it found, and a heartbeat that says it was complete', async () => {
  const environment = createEnvironment(config, source);
  await createJudge(environment.dependencies)(createEvent(0));
  expect(listMetrics(environment.published)).toEqual(
    expect.arrayContaining(['0 Heartbeat=3', '0 QueueSize=42', '0 QueueGrowthRatio=0']),
  );
  expect(environment.lines).toEqual([
    expect.objectContaining({
      level: 'INFO',
      event: 'round',
      heartbeat: 3,
      jobs: 1,
      sources: [{ name: 'application', state: 'fresh', newestSampleAgeSeconds: 0 }],
      failures: [],
    }),
  ]);
});

test('metrics have the time of the minute, and the values that were known before by the delay', async () => {
  const delayed = createConfig('prometheus: { url: "http://localhost:9090", delay: 2m }');
  const growing = scrape({ job_queue_size: time => (time - M0) / 60 });
  const environment = createEnvironment(delayed, growing);
  await createJudge(environment.dependencies)(createEvent(5));
  expect(listSizes(environment)).toEqual(['5 QueueSize=3']);
});

describe('if the source', () => {
  test('is away, jobs keep their state and one log line says why', async () => {
    const environment = createEnvironment(config, refuse(source, '*', 'unreachable'));
    await createJudge(environment.dependencies)(createEvent(0));
    expect(listMetrics(environment.published)).toEqual(['0 Heartbeat=1']);
    expect(environment.lines).toHaveLength(1);
    expect(environment.lines[0]).toMatchObject({ level: 'ERROR', heartbeat: 1 });
    expect(environment.lines[0]?.failures).toContainEqual(
      expect.objectContaining({ source: 'application', check: 'all', code: 'unreachable' }),
    );
  });

  test('has no data at all, that is an answer and not a judgement', async () => {
    const environment = createEnvironment(config, scrape({ up: () => undefined }));
    await createJudge(environment.dependencies)(createEvent(0));
    expect(listMetrics(environment.published)).toEqual(['0 Heartbeat=2']);
    expect(environment.lines[0]?.sources).toEqual([{ name: 'application', state: 'unknown' }]);
  });

  test('has had no new sample for more than five minutes, nothing is published about its jobs', async () => {
    const stopped = scrape({
      up: time => (time <= M0 ? 1 : undefined),
      job_queue_size: time => (time <= M0 ? 42 : undefined),
    });
    const environment = createEnvironment(config, stopped);
    const judge = createJudge(environment.dependencies);
    for (const minute of [0, 5, 6]) await judge(createEvent(minute));
    expect(listHeartbeats(environment)).toEqual([
      '0 Heartbeat=3',
      '5 Heartbeat=3',
      '6 Heartbeat=2',
    ]);
    expect(listMetrics(environment.published).filter(text => text.startsWith('6 '))).toHaveLength(
      1,
    );
    expect(environment.lines.at(-1)?.sources).toEqual([
      { name: 'application', state: 'stale', newestSampleAgeSeconds: 360 },
    ]);
  });

  test('rejects what one check needs, the other checks are judged', async () => {
    const both = scrape({ job_queue_size: () => 42, job_items_processed_total: () => 1 });
    const environment = createEnvironment(
      config,
      refuse(both, 'job_items_processed_total', 'too-expensive'),
    );
    await createJudge(environment.dependencies)(createEvent(0));
    expect(listSizes(environment)).toEqual(['0 QueueSize=42']);
    expect(listHeartbeats(environment)).toEqual(['0 Heartbeat=2']);
    expect(environment.lines[0]?.failures).toEqual([
      { source: 'application', check: 'items', code: 'too-expensive', message: 'No' },
    ]);
  });
});

const twoSources = createConfig(`
sources:
  application: { preset: jobs }
  other: { preset: jobs, selector: 'app="other"', upSelector: 'app="other"' }
jobs:
  clip_sync: { interval: 15m }
  other_sync: { interval: 15m, source: other }
`);

test('if one source does not answer, the others are judged and nothing is published for the whole service', async () => {
  const prometheus = {
    ...source,
    samples: refuse(source, '*', 'timeout').samples,
  };
  const half = {
    ...source,
    samples: ((selector, span) =>
      selector.includes('other')
        ? prometheus.samples(selector, span)
        : source.samples(selector, span)) satisfies typeof source.samples,
  };
  const environment = createEnvironment(twoSources, half);
  await createJudge(environment.dependencies)(createEvent(0));
  expect(listSizes(environment)).toEqual(['0 QueueSize=42']);
  expect(listHeartbeats(environment)).toEqual(['0 Heartbeat=2']);
  expect(listMetrics(environment.published).join()).not.toMatch(/SuccessRatePercent|UnlistedJobs/);
});

describe('what was missed', () => {
  test('between two rounds is filled after the present minute, without heartbeats', async () => {
    const environment = createEnvironment(config, source);
    const judge = createJudge(environment.dependencies);
    await judge(createEvent(0));
    await judge(createEvent(4));
    expect(listSizes(environment)).toEqual([
      '0 QueueSize=42',
      '4 QueueSize=42',
      '3 QueueSize=42',
      '2 QueueSize=42',
      '1 QueueSize=42',
    ]);
    expect(listHeartbeats(environment)).toEqual(['0 Heartbeat=3', '4 Heartbeat=3']);
  });

  test('according to CloudWatch is filled at a cold start', async () => {
    const known = new Set(listMinutes(M0 - 3 * 3600, M0 - 180));
    const environment = createEnvironment(config, source, {
      readPublishedMinutes: async () => known,
    });
    await createJudge(environment.dependencies)(createEvent(0));
    expect(listSizes(environment)).toEqual([
      '0 QueueSize=42',
      '-1 QueueSize=42',
      '-2 QueueSize=42',
    ]);
  });

  test('is not filled, with a warning, if CloudWatch does not answer', async () => {
    const readPublishedMinutes = () => Promise.reject(new Error('denied'));
    const environment = createEnvironment(config, source, { readPublishedMinutes });
    await createJudge(environment.dependencies)(createEvent(0));
    expect(listSizes(environment)).toEqual(['0 QueueSize=42']);
    expect(environment.lines[0]).toMatchObject({
      level: 'WARN',
      failure: { code: 'past-unknown' },
    });
  });

  test('waits if the round itself took long', async () => {
    let milliseconds = 0;
    const monotonic = () => {
      milliseconds += 15_000;
      return milliseconds;
    };
    const environment = createEnvironment(config, source, { monotonic });
    const judge = createJudge(environment.dependencies);
    await judge(createEvent(0));
    await judge(createEvent(4));
    expect(listSizes(environment)).toEqual(['0 QueueSize=42', '4 QueueSize=42']);
  });
});

test('if CloudWatch accepts nothing, the round fails and its minute is filled later', async () => {
  let refuses = false;
  const report = { metricsSent: 0, batchesSent: 0, batchesFailed: 1 };
  const environment = createEnvironment(config, source);
  const publisher: JudgeDependencies['publisher'] = {
    publish: async data => {
      if (refuses) throw new PublishError(report, new Error('away'));
      return environment.dependencies.publisher.publish(data);
    },
  };
  const judge = createJudge({ ...environment.dependencies, publisher });
  await judge(createEvent(0));
  refuses = true;
  await expect(judge(createEvent(1))).rejects.toThrow(PublishError);
  expect(environment.lines.at(-1)).toMatchObject({ level: 'ERROR', event: 'publish-failed' });
  refuses = false;
  await judge(createEvent(2));
  expect(listSizes(environment)).toEqual(['0 QueueSize=42', '2 QueueSize=42', '1 QueueSize=42']);
});

test('a cold start does not end an unlisted job that was unhealthy according to CloudWatch', async () => {
  const readPublishedRatios = async () =>
    new Map([['BackgroundJobCriticalQueueSize', { ratio: 3, at: M0 - 60 }]]);
  const other = createConfig('jobs: { another: { interval: 15m } }');
  const running = scrape({ job_execution_total: time => Math.floor(time / 300) });
  const environment = createEnvironment(other, running, { readPublishedRatios });
  await createJudge(environment.dependencies)(createEvent(0));
  expect(listMetrics(environment.published).join()).not.toContain('CriticalQueueSizeRatio');
  expect(listMetrics(environment.published)).toContain('0 UnlistedJobs=1');
});

describe('the number of unlisted jobs', () => {
  const listCounts = ({ published }: JudgeEnvironment) =>
    listMetrics(published).filter(text => text.includes('UnlistedJobs'));
  const play = async (environment: JudgeEnvironment, minutes: readonly number[]) => {
    const judge = createJudge(environment.dependencies);
    for (const minute of minutes) await judge(createEvent(minute));
    return listCounts(environment);
  };

  test('is not sent if there are none and an earlier process sent none', async () => {
    expect(await play(createEnvironment(config, source), [0, 1])).toEqual([]);
  });

  test('is sent as 0 for half an hour after there were any, so that its alarm ends', async () => {
    const environment = createEnvironment(config, source, { readUnlisted: async () => 2 });
    const counts = await play(environment, [0, 1, 30, 31]);
    expect(counts).toEqual(expect.arrayContaining(['0 UnlistedJobs=0', '30 UnlistedJobs=0']));
    expect(counts).not.toContain('31 UnlistedJobs=0');
  });

  test('is sent as 0 for half an hour if CloudWatch does not know what was sent before', async () => {
    const readUnlisted = () => Promise.reject(new Error('Throttling'));
    const environment = createEnvironment(config, source, { readUnlisted });
    const counts = await play(environment, [0, 31]);
    expect(counts).toContain('0 UnlistedJobs=0');
    expect(counts).not.toContain('31 UnlistedJobs=0');
  });

  test('is not sent if unlisted jobs are not watched', async () => {
    const none = createConfig('unlisted: { maximum: 0 }\njobs: { another: { interval: 15m } }');
    expect(await play(createEnvironment(none, source), [0])).toEqual([]);
  });
});
