import type { Config } from '../config/config.ts';
import { formatPagerDuty } from '../notify/channels/pagerduty.ts';
import { formatSlack } from '../notify/channels/slack.ts';
import { formatWebhook } from '../notify/channels/webhook.ts';
import type { Example } from '../notify/examples/build.ts';
import { capitalize, exampleGroups, wordExample } from '../notify/examples/example-groups.ts';
import { createExampleWording } from '../notify/examples/example-wording.ts';
import type { Wording } from '../notify/words/facts.ts';
import { CliError } from './cli-error.ts';
import { printable } from './terminal.ts';

export const channels = ['mail', 'slack', 'pagerduty', 'webhook'] as const;

type Channel = (typeof channels)[number];

type MessageOptions = Readonly<{
  channel: Channel;
  /** Whether mails are a JSON array too. */
  isJson?: boolean;
  /** A part of the titles of the messages to show. */
  title?: string | undefined;
}>;

/**
 * The notifier's messages with the names and links of a configuration: mails as they are read, or a
 * JSON array of what a channel gets. Throws `CliError` if no message has the title.
 */
export function formatMessages(config: Config, options: MessageOptions): string {
  const { channel, title, isJson = false } = options;
  const wording = createExampleWording(config);
  const found = findExamples(title);
  if (channel === 'mail' && !isJson) {
    return found.map(one => formatMail(one, wording)).join('\n');
  }
  const sent = found.map(example => ({
    message: capitalize(example.title),
    payload: payloads[channel](example, wording),
  }));
  return `${JSON.stringify(sent, undefined, 2)}\n`;
}

function findExamples(title = ''): readonly Example[] {
  const examples = exampleGroups.flatMap(group => group.examples);
  const found = examples.filter(one => one.title.toLowerCase().includes(title.toLowerCase()));
  if (found.length > 0) return found;
  const titles = examples.map(one => one.title).join('; ');
  throw new CliError(
    'bad-argument',
    `--message: found "${printable(title)}", expected a part of one of these: ${titles}`,
  );
}

function formatMail(example: Example, wording: Wording): string {
  const { subject, body } = wordExample(example, wording);
  return `=== ${capitalize(example.title)} ===\n\nSubject: ${subject}\n\n${body}`;
}

const payloads: Readonly<Record<Channel, (example: Example, wording: Wording) => unknown>> = {
  mail: (example, wording) => {
    const { subject, body } = wordExample(example, wording);
    return { subject, body };
  },
  slack: (example, wording) => formatSlack(wordExample(example, wording)),
  pagerduty: (example, wording) =>
    formatPagerDuty(example.message, wordExample(example, wording), wording.service),
  webhook: (example, wording) =>
    formatWebhook(example.message, wordExample(example, wording), wording.service),
};
