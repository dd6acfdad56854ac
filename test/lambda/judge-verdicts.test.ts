import { describe, expect, test } from 'vitest';
import { createJudge } from '../../lib/lambda/judge.ts';
import { createConfig } from '../cdk/config.ts';
import {
  createEnvironment,
  createEvent,
  type JudgeEnvironment,
  listMetrics,
  M0,
  refuse,
  scrape,
} from './judge-environment.ts';

/** Only the queue shows anything about its job. */
const jobs = 'jobs: { clip_sync: { interval: 15m, staleness: false } }';
const config = createConfig(`alarms: job\n${jobs}`);

/**
 * A queue that is critical from the first minute to before the second; its alarm has a hold time of
 * 10 min.
 */
const queueing = (from: number, to = Number.POSITIVE_INFINITY) =>
  scrape({
    job_queue_size: time => (time > M0 + 60 * from && time <= M0 + 60 * to ? 5000 : 1),
  });

const listVerdicts = ({ published }: JudgeEnvironment) =>
  listMetrics(published).filter(text => text.includes(' Verdict='));

async function play(
  environment: JudgeEnvironment,
  minutes: readonly number[],
): Promise<JudgeEnvironment> {
  const judge = createJudge(environment.dependencies);
  for (const minute of minutes) await judge(createEvent(minute));
  return environment;
}

const minutes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('only the heartbeat, a verdict per job and two of the whole service are published', async () => {
  const environment = await play(createEnvironment(config, queueing(100)), [0, 1]);
  expect(listMetrics(environment.published)).toEqual([
    '0 Heartbeat=3',
    '0 Verdict=0',
    '0 WorstVerdict=0',
    '1 Heartbeat=3',
    '1 Verdict=0',
    '1 WorstVerdict=0',
  ]);
});

test('a job is critical once the rate has held, and fine as soon as it ends', async () => {
  const environment = await play(createEnvironment(config, queueing(0, 14)), minutes(0, 16));
  expect(listVerdicts(environment)).toEqual([
    ...minutes(0, 9).map(minute => `${minute} Verdict=0`),
    ...minutes(10, 14).map(minute => `${minute} Verdict=2`),
    '15 Verdict=0',
    '16 Verdict=0',
  ]);
});

test('a process that begins in the middle gives the same verdicts at once', async () => {
  for (const minute of minutes(1, 16)) {
    const source = queueing(0, 14);
    const cold = await play(createEnvironment(config, source), [minute]);
    const warm = await play(createEnvironment(config, source), minutes(0, minute));
    expect(listVerdicts(cold)).toEqual(listVerdicts(warm).slice(-1));
  }
});

test('minutes in which no round ran count for the hold time', async () => {
  const environment = await play(createEnvironment(config, queueing(0)), [0, 4, 10]);
  expect(listVerdicts(environment)).toEqual(['0 Verdict=0', '4 Verdict=0', '10 Verdict=2']);
});

test('a round that comes twice or late publishes nothing about jobs, and does not change the hold time', async () => {
  const environment = await play(createEnvironment(config, queueing(0)), [0, 8, 8, 3, 9, 10]);
  expect(listVerdicts(environment)).toEqual([
    '0 Verdict=0',
    '8 Verdict=0',
    '9 Verdict=0',
    '10 Verdict=2',
  ]);
});

test('the log names the alerts of each verdict', async () => {
  const environment = await play(createEnvironment(config, queueing(0)), [9, 10]);
  expect(environment.lines.map(({ verdicts }) => verdicts)).toEqual([
    [],
    [
      {
        job: 'clip_sync',
        verdict: 2,
        alerts: ['BackgroundJobCriticalQueueSize'],
        isMeasured: true,
      },
    ],
  ]);
});

describe('unknown data lowers no verdict:', () => {
  test('while the source is away nothing is published', async () => {
    const source = queueing(0);
    const environment = createEnvironment(config, source);
    let isAway = false;
    const prometheus: typeof source = {
      ...source,
      samples: (selector, span) =>
        isAway
          ? refuse(source, '*', 'unreachable').samples(selector, span)
          : source.samples(selector, span),
    };
    const judge = createJudge({ ...environment.dependencies, prometheus });
    for (const minute of [10, 11, 12]) {
      isAway = minute === 11;
      await judge(createEvent(minute));
    }
    expect(listVerdicts(environment)).toEqual(['10 Verdict=2', '12 Verdict=2']);
  });

  test('a process whose past lacks one check publishes nothing that could be too low', async () => {
    const source = queueing(0);
    const environment = createEnvironment(
      config,
      refuse(source, 'job_queue_size', 'too-expensive'),
    );
    await play(environment, minutes(10, 12));
    expect(listVerdicts(environment)).toEqual([]);
  });

  test('a check that cannot be read for a while keeps its alarm, and its minutes are judged later', async () => {
    const source = queueing(0);
    const environment = createEnvironment(config, source);
    let isRefused = false;
    const prometheus: typeof source = {
      ...source,
      samples: (selector, span) =>
        isRefused
          ? refuse(source, 'job_queue_size', 'too-expensive').samples(selector, span)
          : source.samples(selector, span),
    };
    const judge = createJudge({ ...environment.dependencies, prometheus });
    for (const minute of minutes(8, 12)) {
      isRefused = minute === 9 || minute === 10;
      await judge(createEvent(minute));
    }
    expect(listVerdicts(environment)).toEqual([
      ...minutes(8, 10).map(minute => `${minute} Verdict=0`),
      ...minutes(11, 12).map(minute => `${minute} Verdict=2`),
    ]);
  });
});

describe('unlisted jobs', () => {
  const others = createConfig('alarms: job\njobs: { another: { interval: 15m } }');
  const listUnlisted = ({ published }: JudgeEnvironment) =>
    listMetrics(published).filter(text => text.includes('UnlistedVerdict'));

  test('have one number together: 1 if there are any, 2 if one is critical by the default limits', async () => {
    const environment = await play(createEnvironment(others, queueing(0, 12)), minutes(9, 13));
    expect(listUnlisted(environment)).toEqual([
      '9 UnlistedVerdict=1',
      '10 UnlistedVerdict=2',
      '11 UnlistedVerdict=2',
      '12 UnlistedVerdict=2',
      '13 UnlistedVerdict=1',
    ]);
  });

  test('have nothing sent if there are none and an earlier process sent nothing either', async () => {
    const environment = createEnvironment(config, queueing(100), { readUnlisted: async () => 0 });
    expect(listUnlisted(await play(environment, [0, 1]))).toEqual([]);
  });

  test('that are gone when a process begins are ended once', async () => {
    const environment = createEnvironment(config, queueing(100), { readUnlisted: async () => 2 });
    expect(listUnlisted(await play(environment, [0, 1]))).toEqual(['0 UnlistedVerdict=0']);
  });

  test('that are not measured have no number', async () => {
    const none = createConfig(
      'alarms: job\njobs: { another: { interval: 15m } }\nunlisted: { maximum: 0 }',
    );
    const environment = await play(createEnvironment(none, queueing(0)), [0]);
    expect(listUnlisted(environment)).toEqual([]);
  });
});
