import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { evaluateAlarm } from '../../lib/alarms/evaluate.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { readRule } from '../cdk/rules.ts';
import { synthesize } from '../cdk/synth.ts';
import type { Lambda } from '../lambda.ts';
import { account as accountId, type LocalAws, region, startLocalAws } from '../local-aws.ts';
import { type Receiver, startReceiver } from '../notify/receiver.ts';
import { type Account, openAccount } from '../notify-lambda/account.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const failing = 'clipper/clip_sync/BackgroundJobFailing';
const critical = 'clipper/clip_sync/BackgroundJobCriticalFailureRate';

let aws: LocalAws;
let account: Account;
let lambda: Lambda;
let slack: Receiver;
let pager: Receiver;
let webhook: Receiver;
let outside: Receiver;

/** The minute in which the tests run, in Unix seconds, and one that counts from it. */
const now = Math.floor(Date.now() / 60_000) * 60;

beforeAll(async () => {
  [slack, pager, webhook, outside] = await Promise.all([
    startReceiver({ status: 200 }),
    startReceiver({ status: 202 }),
    startReceiver({ status: 204 }),
    startReceiver({ status: 200 }),
  ]);
});

afterAll(async () => {
  await Promise.all([slack, pager, webhook, outside].map(receiver => receiver?.close()));
});

describe('the bundled notifier', () => {
  beforeAll(async () => {
    aws = await startLocalAws();
    account = await openAccount(aws, {
      config: createConfig(),
      confirmed: ['jobwatch-clipper-warning', 'jobwatch-clipper-critical'],
      secrets: {
        'ops-slack': slack.url,
        '/pager': JSON.stringify({ routingKey: 'R0UT1NGK3Y', endpoint: pager.url }),
        'ops-webhook': JSON.stringify({ url: webhook.url, signingKey: 'shared-secret' }),
        '/switch': outside.url,
      },
    });
    lambda = await account.start();
  });

  afterAll(async () => {
    await lambda?.stop();
    await account?.stop();
    await aws?.stop();
  });

  test("sends nothing while nothing is wrong, works, and calls the dead man's switch", async () => {
    await account.publishHeartbeat(3, now - 240);
    const line = await runMinute(-240);
    expect(line).toMatchObject({ level: 'INFO', sent: [], failures: [], switchAsked: true });
    expect(outside.received).toHaveLength(1);
    expect(await account.readMails()).toEqual([]);
  });

  test('does not call the switch if the heartbeat is not fresh', async () => {
    await account.publishHeartbeat(2, now - 180);
    expect(await runMinute(-180)).toMatchObject({ switchAsked: false });
    expect(outside.received).toHaveLength(1);
  });

  test('waits a minute for other alarms, and keeps the event no longer than necessary', async () => {
    await account.change(failing, 'ALARM', { values: [25], at: new Date((now - 130) * 1_000) });
    expect(await runMinute(-120)).toMatchObject({ changes: 1, sent: [] });
    expect(await account.countWaiting()).toBe(0);
    expect(await account.readMails()).toEqual([]);
  });

  test('mails what is wrong, with the numbers of the alarm if Prometheus is away', async () => {
    const line = await runMinute(-60);
    const told = { severity: 'warning', kind: 'alarm', alarms: 1 };
    expect(line.sent).toEqual([
      { destination: 'mail:team@example.com', ...told },
      { destination: 'slack:ops-slack', ...told },
    ]);
    const [mail] = await account.readMails();
    expect(mail).toMatchObject({ topic: 'jobwatch-clipper-warning' });
    expect(mail?.subject).toMatch(/^\[warning\] clip_sync is failing: 25 %/);
    expect(mail?.body).toMatch(
      /^clip_sync has been failing since \d\d:\d\d UTC: 25 %.*\.\nFirst: /,
    );
    expect(mail?.body).toContain('Prometheus could not be queried');
    expect(JSON.parse(slack.received.at(-1)?.body ?? '{}')).toMatchObject({
      text: expect.stringMatching(/^\[warning\] clip_sync has been failing/),
    });
  });

  test('pages and posts what is critical, signed, and sends no mail for the second warning', async () => {
    await account.change(critical, 'ALARM', { values: [100], at: new Date((now - 10) * 1_000) });
    await runMinute(0);
    await runMinute(60);
    expect(JSON.parse(pager.received.at(-1)?.body ?? '{}')).toMatchObject({
      ...{ routing_key: 'R0UT1NGK3Y', event_action: 'trigger' },
      payload: { severity: 'critical', component: 'clip_sync' },
    });
    const posted = webhook.received.at(-1);
    expect(posted?.headers['jobwatch-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    expect(JSON.parse(posted?.body ?? '{}')).toMatchObject({ version: 1, severity: 'critical' });
    const mails = await account.readMails();
    expect(mails.map(({ topic }) => topic)).toEqual(['jobwatch-clipper-critical']);
  });

  test('has no secret in its log', async () => {
    const { log } = await lambda.invoke(createEvent(180));
    expect(log.join('\n')).not.toMatch(/R0UT1NGK3Y|shared-secret|secret-path/);
  });

  test('fails without its table, so that CloudWatch sees that it does not work', async () => {
    await account.dropTable();
    const errors: Datapoint[] = [];
    for (let minute = 4; minute <= 10; minute++) {
      const { error } = await lambda.invoke(createEvent(60 * minute));
      // what Lambda sends to CloudWatch about a run
      errors.push({ at: now + 60 * minute, value: error === undefined ? 0 : 1 });
    }
    const alarm = readRule(synthesize(createConfig()), 'clipper/NotifierNotReporting');
    const span = { from: now + 240, to: now + 600 };
    expect(evaluateAlarm(alarm, errors, span).map(({ state }) => state)).toEqual(['ALARM']);
  });
});

describe('a process that is killed while it sends', () => {
  let hanging: Receiver;

  beforeEach(async () => {
    hanging = await startReceiver('hang', { status: 200 });
    aws = await startLocalAws();
    account = await openAccount(aws, {
      config: createConfig('notify: { warning: [{ slack: { secretArn: "SECRET:ops-slack" } }] }'),
      confirmed: ['jobwatch-clipper-critical'],
      secrets: { 'ops-slack': hanging.url },
    });
  });

  test('has its message sent by the next one', async () => {
    lambda = await account.start();
    await account.change(failing, 'ALARM', { values: [25], at: new Date((now - 10) * 1_000) });
    await lambda.invoke(createEvent(0));
    await account.send('{"unreadable":true}');
    const dying = lambda.invoke(createEvent(60));
    await expect.poll(() => hanging.received.length, { timeout: 20_000 }).toBe(1);
    await lambda.stop();
    await dying;
    expect(await account.countWaiting()).toBe(1);
    lambda = await account.start();
    await sleep(1_100);
    const line = readLine((await lambda.invoke(createEvent(120))).log);
    expect(line).toMatchObject({ level: 'WARN', unreadable: 1 });
    expect(line.sent).toMatchObject([{ destination: 'slack:ops-slack', kind: 'alarm' }]);
    expect(hanging.received).toHaveLength(2);
    await Promise.all([lambda.stop(), account.stop(), aws.stop(), hanging.close()]);
  });
});

describe('a topic that nobody has confirmed', () => {
  test('is reported to the recipients of the other severity, after an hour', async () => {
    aws = await startLocalAws();
    account = await openAccount(aws, {
      config: createConfig('notify: { warning: [team@example.com], critical: [on@example.com] }'),
      confirmed: ['jobwatch-clipper-warning'],
    });
    lambda = await account.start();
    await runMinute(-3_660);
    await runMinute(-60);
    await runMinute(0);
    const [mail, ...others] = await account.readMails();
    expect(others).toEqual([]);
    expect(mail?.topic).toBe('jobwatch-clipper-warning');
    expect(mail?.subject).toMatch(/mails have reached nobody/);
    await Promise.all([lambda.stop(), account.stop(), aws.stop()]);
  });
});

async function runMinute(second: number): Promise<Record<string, unknown>> {
  const { error, log } = await lambda.invoke(createEvent(second));
  expect(error).toBeUndefined();
  return readLine(log);
}

function readLine(log: readonly string[]): Record<string, unknown> {
  const line = log.find(text => text.includes('"event":"notify"'));
  expect(line, log.join('\n')).toBeDefined();
  return JSON.parse(line ?? '{}');
}

/** Scheduler gives a time within the minute. */
function createEvent(second: number) {
  return { scheduledTime: new Date((now + second + 7) * 1_000).toISOString() };
}

const everyChannel = `
notify:
  warning: [team@example.com, { slack: { secretArn: "SECRET:ops-slack" } }]
  critical:
    - on@example.com
    - { pagerduty: { parameterArn: "PARAMETER/pager" } }
    - { webhook: { secretArn: "SECRET:ops-webhook" } }
deadMansSwitch: { parameterArn: "PARAMETER/switch" }
`;

function createConfig(notify = everyChannel) {
  const text = `
service: clipper
prometheus: { url: "http://127.0.0.1:9" }
jobs: { clip_sync: { interval: 15m } }
${notify}`
    .replaceAll('SECRET', `arn:aws:secretsmanager:${region}:${accountId}:secret`)
    .replaceAll('PARAMETER', `arn:aws:ssm:${region}:${accountId}:parameter`);
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}
