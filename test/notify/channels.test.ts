import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatMail } from '../../lib/notify/channels/mail.ts';
import { deliverToPagerDuty, formatPagerDuty } from '../../lib/notify/channels/pagerduty.ts';
import { formatRaw } from '../../lib/notify/channels/raw.ts';
import { deliverToSlack, formatSlack } from '../../lib/notify/channels/slack.ts';
import { deliverToWebhook, formatWebhook } from '../../lib/notify/channels/webhook.ts';
import { alarmExamples } from '../../lib/notify/examples/alarms.ts';
import type { Example } from '../../lib/notify/examples/build.ts';
import { laterExamples, ownExamples } from '../../lib/notify/examples/others.ts';
import { wordMessage } from '../../lib/notify/words/word-message.ts';
import { wording } from './guides.ts';
import { noon, showAlarm } from './play.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const examples = [...alarmExamples, ...ownExamples, ...laterExamples];

function find(title: string): Example {
  const example = examples.find(one => one.title === title);
  if (example === undefined) throw new RangeError(`there is no example "${title}"`);
  return example;
}

function word({ message, facts, prometheusAnswered }: Example) {
  return wordMessage(message, { ...wording, facts, prometheusAnswered });
}

const deploy = find('a bad deploy');
const over = find('a job is fine again');
const evil = find('a hostile job name');

describe('the payloads', () => {
  test('of every channel match the golden file', async () => {
    const pages = [deploy, over].map(example => {
      const text = word(example);
      const payloads = {
        slack: formatSlack(text),
        pagerduty: formatPagerDuty(example.message, text, 'clipper'),
        webhook: formatWebhook(example.message, text, 'clipper'),
      };
      return `=== ${example.title} ===\n\n${JSON.stringify(payloads, undefined, 2)}\n`;
    });
    await expect(pages.join('\n')).toMatchFileSnapshot('golden/payloads.txt');
  });
});

describe('mail', () => {
  test('has the subject and the text', () => {
    const text = word(deploy);
    expect(formatMail(text)).toEqual({ subject: text.subject, body: text.body });
  });
});

describe('Slack', () => {
  test('gets at most 50 blocks of at most 3,000 characters', () => {
    for (const example of examples) {
      const { blocks } = formatSlack(word(example));
      expect(blocks.length).toBeLessThanOrEqual(50);
      const texts = blocks.flatMap(block => ('text' in block ? block.text.text : []));
      expect(texts.every(text => text.length > 0 && text.length <= 3_000)).toBe(true);
    }
  });

  test('reads no markup in a name', () => {
    const { text, blocks } = formatSlack(word(evil));
    expect(text).toContain('&lt;!channel&gt; *größe*');
    const marked = blocks.filter(block => JSON.stringify(block).includes('mrkdwn'));
    expect(JSON.stringify(marked)).not.toContain('channel');
  });
});

describe('PagerDuty', () => {
  test('opens an incident and closes it by the same key', () => {
    const opened = formatPagerDuty(deploy.message, word(deploy), 'clipper');
    const [began = 0] = [deploy.message.incidents.opened];
    const end = {
      ...over.message,
      severity: 'critical',
      incidents: { opened: undefined, closed: [began] },
    } as const;
    const closed = formatPagerDuty(end, word(over), 'clipper');
    expect(opened).toMatchObject([{ event_action: 'trigger' }]);
    expect(closed).toEqual([{ event_action: 'resolve', dedup_key: opened[0]?.dedup_key }]);
  });

  test('gets no reminders', () => {
    const example = find('a reminder');
    const message = { ...example.message, incidents: { opened: undefined, closed: [] } };
    expect(formatPagerDuty(message, word(example), 'clipper')).toEqual([]);
  });
});

describe('a raw topic', () => {
  test("gets CloudWatch's own message", () => {
    const alarm = showAlarm({ on: [[0]] }, 5);
    if (alarm === undefined) throw new RangeError('the alarm does not exist');
    const { subject, body } = formatRaw(alarm, {
      ...{ accountId: '123456789012', region: 'eu-west-1', regionName: 'EU (Ireland)' },
      ...{ description: 'ALARM means: ...', oldState: 'OK', reason: 'Threshold Crossed' },
    });
    expect(subject).toBe('ALARM: "clipper/clip_sync/BackgroundJobFailing" in EU (Ireland)');
    expect(JSON.parse(body)).toMatchObject({
      ...{ AlarmName: 'clipper/clip_sync/BackgroundJobFailing', NewStateValue: 'ALARM' },
      ...{ StateChangeTime: '2026-11-23T12:00:00.000+0000', OldStateValue: 'OK' },
    });
  });
});

describe('deliveries to a real server', () => {
  let receiver: Receiver;
  const quick = { timeoutMilliseconds: 500, deadlineMilliseconds: 2_000, backOffMilliseconds: 10 };

  beforeEach(async () => {
    receiver = await startReceiver({ status: 500 }, { status: 202 });
  });

  afterEach(() => receiver.close());

  test('Slack gets its blocks, after a failure too', async () => {
    const text = word(deploy);
    expect(await deliverToSlack(text, receiver, quick)).toEqual({ ok: true, attempts: 2 });
    expect(JSON.parse(receiver.received[1]?.body ?? '')).toEqual(formatSlack(text));
  });

  test('PagerDuty gets its events with the routing key', async () => {
    const events = formatPagerDuty(deploy.message, word(deploy), 'clipper');
    const target = { routingKey: 'R0UTINGKEY', endpoint: receiver.url };
    expect(await deliverToPagerDuty(events, target, quick)).toMatchObject({ ok: true });
    const expected = { routing_key: 'R0UTINGKEY', ...events[0] };
    expect(JSON.parse(receiver.received[1]?.body ?? '')).toEqual(expected);
  });

  test('a webhook can check who sent the body, and when', async () => {
    const body = formatWebhook(deploy.message, word(deploy), 'clipper');
    const target = { url: receiver.url, signingKey: 'shared secret' };
    expect(await deliverToWebhook(body, target, quick)).toMatchObject({ ok: true });
    const [, received] = receiver.received;
    const signature = String(received?.headers['jobwatch-signature']);
    const { t, v1 } = /^t=(?<t>\d+),v1=(?<v1>[0-9a-f]{64})$/.exec(signature)?.groups ?? {};
    const expected = createHmac('sha256', 'shared secret')
      .update(`${t}.${received?.body}`)
      .digest('hex');
    expect(v1).toBe(expected);
    expect(Number(t)).toBe(noon + 6 * 60);
  });
});
