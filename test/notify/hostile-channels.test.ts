import { describe, expect, test } from 'vitest';
import { formatMail } from '../../lib/notify/channels/mail.ts';
import { formatPagerDuty } from '../../lib/notify/channels/pagerduty.ts';
import { formatSlack } from '../../lib/notify/channels/slack.ts';
import { formatWebhook } from '../../lib/notify/channels/webhook.ts';
import { createExample, type ExampleItem } from '../../lib/notify/examples/build.ts';
import { wordMessage } from '../../lib/notify/words/word-message.ts';
import { endlessName, evilNames } from '../untrusted/evil-names.ts';
import { wording } from './guides.ts';

const names = [...Object.values(evilNames), endlessName, 'ジ'.repeat(333), '&<|>'.repeat(250)];

const links = { ...wording.links, prometheusUrl: 'https://prometheus.example.com' };

function createItem(job: string): ExampleItem {
  const query = `sum by (status) (increase(job_execution_total{job_name="${job}"}[1h]))`;
  const alarm = { alert: 'BackgroundJobFailing', job, value: 25, limit: 5 };
  return { alarm, facts: { query, runsFailed: 3, runsTotal: 12, windowSeconds: 3_600 } };
}

/** The worst that applications can do: 490 jobs with the longest names. */
const crowd = Array.from({ length: 490 }, (_, i) => `${names[i % names.length]}${i}`);

const messages = [...names.map(name => [name]), crowd].map(jobs => {
  const { message, facts } = createExample('a hostile name', jobs.map(createItem));
  const text = wordMessage(message, { ...wording, links, facts, prometheusAnswered: true });
  return { message, text };
});

describe('names of any kind and length', () => {
  test('give a mail with a subject and a text that SNS accepts', () => {
    for (const { text } of messages) {
      const { subject, body } = formatMail(text);
      expect(subject).toMatch(/^\[warning\] [\x20-\x7e]{1,90}$/);
      expect(Buffer.byteLength(body)).toBeLessThan(262_144);
      expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  test('give blocks that Slack accepts', () => {
    for (const { text } of messages) {
      const { blocks } = formatSlack(text);
      expect(blocks.length).toBeLessThanOrEqual(50);
      for (const block of blocks) {
        const texts = block.type === 'context' ? block.elements : [block.text];
        const most = block.type === 'header' ? 150 : 3_000;
        expect(texts.every(one => one.text.length > 0 && one.text.length <= most)).toBe(true);
      }
    }
  });

  test('give an event that PagerDuty accepts', () => {
    for (const { message, text } of messages) {
      const events = formatPagerDuty(message, text, 'clipper');
      expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(512_000);
      expect(events).toMatchObject([{ event_action: 'trigger' }]);
      const [event] = events;
      if (event?.event_action !== 'trigger') continue;
      expect(event.payload.summary.length).toBeLessThanOrEqual(1_024);
      expect(event.payload.component).not.toBe('');
      expect(event.dedup_key.length).toBeLessThanOrEqual(255);
    }
  });

  test('reach a webhook unchanged, because programs read it', () => {
    for (const { message, text } of messages) {
      const { items } = JSON.parse(JSON.stringify(formatWebhook(message, text, 'clipper')));
      expect(items).toHaveLength(message.items.length);
    }
  });
});
