import { describe, expect, test } from 'vitest';
import { changeMutes, parseMutes } from '../../lib/deployed/mutes.ts';
import { StaleVersionError } from '../../lib/deployed/notifier-table.ts';
import { readNewestValue } from '../../lib/deployed/read-alarms.ts';
import { createTopicChecker, toDeliveryAlarms } from '../../lib/lambda/notify/check-topics.ts';
import { parseChange } from '../../lib/lambda/notify/parse-change.ts';
import { parseSecret, rememberSecrets } from '../../lib/lambda/notify/secret-text.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import { deriveAlarmFacts } from '../../lib/notify/derive-facts.ts';
import { createAlarm } from '../../lib/notify/examples/build.ts';
import { findRhythm } from '../../lib/notify/find-rhythm.ts';
import { createConfig } from '../cdk/config.ts';
import { failing, M0, topics } from './notifier-environment.ts';

const known = new Map([[failing.name, failing]]);
const mute = { pattern: 'a', until: M0 + 60, reason: 'x', who: 'me', since: M0 };

describe('a state change', () => {
  const write = (detail: unknown) => JSON.stringify({ detail });
  const state = { value: 'ALARM', timestamp: '2026-11-23T12:00:40.985+0000' };

  test('is read with its time in seconds', () => {
    expect(parseChange(write({ alarmName: failing.name, state }), known)).toEqual({
      ...{ alert: 'BackgroundJobFailing', job: 'clip_sync', state: 'ALARM', at: M0 + 40 },
    });
  });

  test.each([
    ['', 'unreadable'],
    ['null', 'unreadable'],
    [write({ state }), 'unreadable'],
    [write({ alarmName: failing.name, state: { ...state, value: 'RED' } }), 'unreadable'],
    [write({ alarmName: failing.name, state: { value: 'OK', timestamp: 'soon' } }), 'unreadable'],
    [write({ alarmName: 'clipper/other', state }), 'foreign'],
  ])('%s is %s', (body, expected) => {
    expect(parseChange(body, known)).toBe(expected);
  });
});

test('the newest value is the last number that CloudWatch decided from', () => {
  expect(readNewestValue('{"recentDatapoints":[1,25.5]}')).toBe(25.5);
  expect(readNewestValue('{"recentDatapoints":[3,null]}')).toBe(3);
  expect(readNewestValue('{"recentDatapoints":[]}')).toBeUndefined();
  expect(readNewestValue('no JSON')).toBeUndefined();
  expect(readNewestValue(undefined)).toBeUndefined();
});

describe('mutes', () => {
  test('are over at their end, and an invalid text contains none', () => {
    expect(parseMutes(JSON.stringify([mute]), M0 + 59)).toEqual([mute]);
    expect(parseMutes(JSON.stringify([mute]), M0 + 60)).toEqual([]);
    for (const text of ['{', '{}', '[1,null,{}]', undefined])
      expect(parseMutes(text, M0)).toEqual([]);
  });

  test('of two people at the same time are both kept', async () => {
    let stored = { text: '[]', version: 1 };
    let isFirst = true;
    const table = {
      read: async () => stored,
      write: async (_: string, text: string, version: number) => {
        if (isFirst) stored = { text: JSON.stringify([{ ...mute, pattern: 'b' }]), version: 2 };
        isFirst = false;
        if (version !== stored.version) throw new StaleVersionError('stale');
        stored = { text, version: version + 1 };
        return stored.version;
      },
    };
    const mutes = await changeMutes(table, M0, all => [...all, mute]);
    expect(mutes.map(({ pattern }) => pattern)).toEqual(['b', 'a']);
  });
});

describe('topics', () => {
  test('are checked every five minutes', async () => {
    const asked: number[] = [];
    let at = 0;
    const check = createTopicChecker(topics.slice(0, 1), async () => {
      asked.push(at);
      return true;
    });
    for (; at <= 660; at += 60) await check(at);
    expect(asked).toEqual([0, 300, 600]);
  });

  test('keep their last known state if SNS does not answer', async () => {
    let isFirst = true;
    const check = createTopicChecker(topics.slice(0, 1), async () => {
      if (!isFirst) throw new Error('Throttled');
      isFirst = false;
      return false;
    });
    const before = await check(0);
    expect(before).toMatchObject({ isChecked: true, broken: [{ since: 0 }] });
    expect(await check(300)).toEqual({ ...before, isChecked: false });
  });

  test('that are broken are reported to the other severity', () => {
    const [warning] = topics;
    if (warning === undefined) throw new RangeError('no topic');
    const check = { isChecked: true, broken: [{ topic: warning, since: M0 }] };
    const alarms = toDeliveryAlarms(topics, check, M0 + 60);
    expect(alarms.map(({ alert, severity, state }) => [alert, severity, state])).toEqual([
      ['DeliveryBroken/jobwatch-clipper-warning', 'critical', 'ALARM'],
      ['DeliveryBroken/jobwatch-clipper-critical', 'warning', 'OK'],
    ]);
    const unknown = toDeliveryAlarms(topics, { isChecked: false, broken: [] }, M0);
    expect(unknown.map(({ state }) => state)).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
  });
});

describe('a secret', () => {
  test('is a plain text, or JSON with the keys that the channel knows', () => {
    expect(parseSecret('https://x', ['url', 'signingKey'])).toEqual({ url: 'https://x' });
    const json = '{"url":"https://x","signingKey":"k","other":1}';
    expect(parseSecret(json, ['url', 'signingKey'])).toEqual({ url: 'https://x', signingKey: 'k' });
    expect(parseSecret('{}', ['routingKey'])).toEqual({});
  });

  test('is read every five minutes, and the last value is used if it cannot be read', async () => {
    const answers = ['one\n', 'two'];
    let now = 0;
    const read = rememberSecrets(
      async () => answers.shift() ?? Promise.reject(new Error('gone')),
      () => now,
    );
    const reference = { parameterArn: 'arn:x' };
    expect(await read(reference)).toBe('one');
    now = 299_000;
    expect(await read(reference)).toBe('one');
    now = 301_000;
    expect(await read(reference)).toBe('two');
    now = 700_000;
    expect(await read(reference)).toBe('two');
    await expect(read({ parameterArn: 'arn:y' })).rejects.toThrow('gone');
  });
});

describe('the facts about a job from Prometheus', () => {
  const [job] = createConfig().fleet.jobs;
  if (job === undefined) throw new RangeError('no job');
  const none: JobFacts = {
    ...{ runs: [], items: [], durations: [], successes: [], queue: [], suspended: [], watched: [] },
    ...{ watchedFrom: undefined, seen: { from: 0, to: M0 }, bounds: [] },
  };
  const run = (minutesAgo: number, failed: number, succeeded: number) => ({
    ...{ at: M0 - 60 * minutesAgo, failed, succeeded, skipped: 0, other: 0 },
    ...{ failedOn: 0, succeededOn: 0 },
  });

  test('are counted in the shortest window that shows the problem', () => {
    const facts = { ...none, runs: [run(200, 2, 0), run(120, 0, 1), run(10, 0, 3)] };
    expect(deriveAlarmFacts(facts, { job, isOn: true, at: M0 })).toMatchObject({
      ...{ windowSeconds: 21_600, runsFailed: 2, runsTotal: 6 },
    });
    expect(deriveAlarmFacts(facts, { job, isOn: false, at: M0 })).toMatchObject({
      ...{ windowSeconds: 3_600, runsFailed: 0, runsTotal: 3 },
    });
  });

  test('include its last success, or that there was none, and the queue', () => {
    const successes = [{ at: M0 - 60, time: M0 - 75.5 }];
    const queue = [{ at: M0 - 60, size: 42 }];
    const facts = { ...none, successes, queue };
    expect(deriveAlarmFacts(facts, { job, isOn: true, at: M0 })).toMatchObject({
      ...{ lastSuccess: M0 - 75, queueSize: 42 },
    });
    expect(deriveAlarmFacts(none, { job, isOn: true, at: M0 }).lastSuccess).toBe('never');
  });

  const [backup] = createConfig('jobs: { backup: { schedule: "0 */6 * * *" } }').fleet.jobs;

  test('include the first due time that was missed, however many have been missed since', () => {
    if (backup === undefined) throw new RangeError('no job');
    const success = { at: M0 - 86_400, time: M0 - 86_400 };
    const facts = { ...none, successes: [success] };
    const due = (isOn: boolean) => deriveAlarmFacts(facts, { job: backup, isOn, at: M0 }).dueAt;
    // M0 is noon, and the success met the noon before
    expect(due(true)).toBe(M0 - 64_800);
    expect(due(false)).toBeUndefined();
  });

  test('without Prometheus include the due time that was missed when the alarm went on', () => {
    const alarm = createAlarm({
      ...{ alert: 'BackgroundJobNotRunning', isOn: true },
      ...{ since: M0 - 50_000, changedAt: M0 - 57_000, value: 7_800 },
    });
    expect(findRhythm(alarm, backup).dueAt).toBe(M0 - 64_800);
  });

  test('are empty if it was never seen', () => {
    expect(deriveAlarmFacts({ ...none, seen: undefined }, { job, isOn: true, at: M0 })).toEqual({});
  });
});
