import { formatPagerDuty } from '../../lib/notify/channels/pagerduty.ts';
import { formatSlack } from '../../lib/notify/channels/slack.ts';
import { formatWebhook, signatureHeader } from '../../lib/notify/channels/webhook.ts';
import { alarmExamples } from '../../lib/notify/examples/alarms.ts';
import type { Example } from '../../lib/notify/examples/build.ts';
import {
  capitalize,
  exampleGroups,
  wordExample,
} from '../../lib/notify/examples/example-groups.ts';
import type { Wording } from '../../lib/notify/words/facts.ts';
import type { MessageText } from '../../lib/notify/words/word-message.ts';

/** One example of each message as it is sent, and the first one as each channel gets it. */
export function writeMessageExamples(wording: Wording): string {
  return [
    ...exampleGroups.flatMap(({ title, examples }) => writeGroup(title, examples, wording)),
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

function writeMail({ subject, body }: Pick<MessageText, 'subject' | 'body'>): string {
  return `\`\`\`text\nSubject: ${subject}\n\n${body}\`\`\`\n`;
}

/** The first message without its links. */
export function writeFirstMessage(wording: Wording): string {
  const [example] = alarmExamples;
  if (example === undefined) throw new RangeError('there is no example');
  const { subject, body } = wordExample(example, wording);
  return writeMail({ subject, body: body.slice(0, body.indexOf('\nRunbook:')) });
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
    `If the secret has a \`signingKey\`, the request has the header \`${signatureHeader}\`.\n`,
    writeJson(formatWebhook(message, text, wording.service)),
  ];
}

function writeJson(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\`\n`;
}
