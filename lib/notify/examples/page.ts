import { formatPagerDuty } from '../channels/pagerduty.ts';
import { formatSlack } from '../channels/slack.ts';
import { formatWebhook, signatureHeader } from '../channels/webhook.ts';
import type { Wording } from '../words/facts.ts';
import { type MessageText, wordMessage } from '../words/word-message.ts';
import { alarmExamples } from './alarms.ts';
import type { Example } from './build.ts';
import { laterExamples, ownExamples } from './others.ts';

const markers = { start: '<!-- examples -->', end: '<!-- /examples -->' } as const;

/** A page with the examples between its markers; throws a RangeError if it has no markers. */
export function replaceExamples(page: string, wording: Wording): string {
  const start = page.indexOf(markers.start);
  const end = page.indexOf(markers.end);
  if (start === -1 || end === -1) throw new RangeError(`the page has no ${markers.start}`);
  const examples = writeExamples(wording);
  return `${page.slice(0, start + markers.start.length)}\n\n${examples}\n${page.slice(end)}`;
}

function writeExamples(wording: Wording): string {
  return [
    ...writeGroup('When something is wrong', alarmExamples, wording),
    ...writeGroup('When it goes on, and when it is over', laterExamples, wording),
    ...writeGroup('When it is Jobwatch or Prometheus', ownExamples, wording),
    ...writePayloads(wording),
  ].join('\n');
}

function writeGroup(title: string, examples: readonly Example[], wording: Wording): string[] {
  return [
    `## ${title}\n`,
    ...examples.flatMap(example => [
      `### ${capitalize(example.title)}\n`,
      writeMail(wordExample(example, wording)),
    ]),
  ];
}

function wordExample({ message, facts, prometheusAnswered }: Example, wording: Wording) {
  const jobs = new Set(
    [...message.items, ...message.standing.map(alarm => ({ alarm }))].map(({ alarm }) => alarm.job),
  );
  const totalJobs = Math.max(wording.totalJobs ?? 0, jobs.size > 6 ? 490 : 0);
  return wordMessage(message, { ...wording, facts, prometheusAnswered, totalJobs });
}

function writeMail({ subject, body }: MessageText): string {
  return `\`\`\`text\nSubject: ${subject}\n\n${body}\`\`\`\n`;
}

/** The first example as each channel gets it. */
function writePayloads(wording: Wording): string[] {
  const [example] = alarmExamples;
  if (example === undefined) return [];
  const { message } = example;
  const text = wordExample(example, wording);
  return [
    '## What each channel gets\n',
    '### Slack\n',
    writeJson(formatSlack(text)),
    '### PagerDuty\n',
    writeJson(formatPagerDuty(message, text, wording.service)),
    '### Webhook\n',
    `With the header \`${signatureHeader}\` where the secret has a \`signingKey\`.\n`,
    writeJson(formatWebhook(message, text, wording.service)),
  ];
}

function writeJson(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\`\n`;
}

function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
