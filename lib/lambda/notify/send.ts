import type { SNSClient } from '@aws-sdk/client-sns';
import type { ChannelKind, SecretReference } from '../../config/config.ts';
import type { DeliveryFault, DeliveryResult } from '../../notify/channels/delivery.ts';
import { formatMail } from '../../notify/channels/mail.ts';
import { deliverToPagerDuty, formatPagerDuty } from '../../notify/channels/pagerduty.ts';
import type { PostOptions } from '../../notify/channels/post-json.ts';
import { deliverToSlack } from '../../notify/channels/slack.ts';
import { deliverToWebhook, formatWebhook } from '../../notify/channels/webhook.ts';
import type { MailTopic, Recipient } from '../../notify/destinations.ts';
import type { Message } from '../../notify/message.ts';
import type { MessageText } from '../../notify/words/word-message.ts';
import { publishMail } from './publish-mail.ts';
import { parseSecret } from './secret-text.ts';

/** What sending needs in addition to the message. */
export type Sending = Readonly<{
  service: string;
  recipients: ReadonlyMap<string, Recipient>;
  sns: SNSClient;
  /** The ARN of one of the stack's own topics. */
  findTopicArn: (topicName: string) => string;
  /** Whether anyone gets what is published to a topic; rejects if SNS does not answer. */
  isConfirmed: (topic: MailTopic) => Promise<boolean>;
  readSecret: (reference: SecretReference) => Promise<string>;
  post: PostOptions;
}>;

/** Sends a message to its destination, in the form of the channel. */
export async function sendMessage(
  message: Message,
  text: MessageText,
  sending: Sending,
): Promise<DeliveryResult> {
  const recipient = sending.recipients.get(message.destination);
  if (recipient === undefined) return refuse('no destination has this name');
  if (recipient.kind === 'mail') {
    const topic =
      recipient.topics.find(({ severity }) => severity === message.severity) ?? recipient.topics[0];
    if (topic === undefined) return refuse('there is no topic');
    return sendMail(topic, text, sending);
  }
  const secret = await readText(recipient.secret, sending);
  if (secret.text === undefined) return refuse(secret.problem);
  return senders[recipient.kind]({ message, text, secret: secret.text }, sending);
}

/** SNS accepts a message to a topic that nobody reads, and then the message is lost. */
async function sendMail(
  topic: MailTopic,
  text: MessageText,
  { sns, findTopicArn, isConfirmed }: Sending,
): Promise<DeliveryResult> {
  const { topicName } = topic;
  const hasReaders = await isConfirmed(topic).catch(() => true);
  if (!hasReaders) {
    return refuse(`the topic ${topicName} has no confirmed subscription`, 'no-readers');
  }
  return publishMail(sns, findTopicArn(topicName), formatMail(text));
}

type SecretMessage = Readonly<{
  message: Message;
  text: MessageText;
  secret: string;
}>;

type Send = (
  sent: SecretMessage,
  sending: Pick<Sending, 'service' | 'post'>,
) => Promise<DeliveryResult>;

const senders: Readonly<Record<ChannelKind, Send>> = {
  pagerduty: ({ message, text, secret }, { service, post }) => {
    const { routingKey = '', endpoint } = parseSecret(secret, ['routingKey', 'endpoint']);
    const target = { routingKey, ...(endpoint === undefined ? {} : { endpoint }) };
    return deliverToPagerDuty(formatPagerDuty(message, text, service), target, post);
  },
  slack: ({ text, secret }, { post }) => {
    const { url = '' } = parseSecret(secret, ['url']);
    return deliverToSlack(text, { url }, post);
  },
  webhook: ({ message, text, secret }, { service, post }) => {
    const { url = '', signingKey } = parseSecret(secret, ['url', 'signingKey']);
    const target = { url, ...(signingKey === undefined ? {} : { signingKey }) };
    return deliverToWebhook(formatWebhook(message, text, service), target, post);
  },
};

async function readText(
  reference: SecretReference,
  { readSecret }: Sending,
): Promise<Readonly<{ text: string } | { text: undefined; problem: string }>> {
  try {
    return { text: await readSecret(reference) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'the secret cannot be read';
    return { text: undefined, problem: problem.slice(0, 500) };
  }
}

function refuse(problem: string, code: DeliveryFault = 'bad-address'): DeliveryResult {
  return { ok: false, code, problem, attempts: 0 };
}
