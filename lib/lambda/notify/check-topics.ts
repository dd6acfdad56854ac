import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { AlarmSnapshot } from '../../notify/alarm.ts';
import type { MailTopic } from '../../notify/destinations.ts';

/** A mail topic that reaches nobody, and since when this is known, in Unix seconds. */
export type BrokenTopic = Readonly<{ topic: MailTopic; since: number }>;

/** Whether the topics reach anyone; `isChecked` is false until each was read once. */
export type TopicCheck = Readonly<{ isChecked: boolean; broken: readonly BrokenTopic[] }>;

export type TopicChecker = (at: number) => Promise<TopicCheck>;

/** Seconds between two checks; a month of them costs a cent. */
const everySeconds = 300;

/**
 * Checks each topic every five minutes: it must exist and have a confirmed subscription. If SNS
 * does not answer, the last known state remains.
 */
export function createTopicChecker(
  topics: readonly MailTopic[],
  isConfirmed: (topic: MailTopic) => Promise<boolean>,
): TopicChecker {
  let last: TopicCheck = { isChecked: false, broken: [] };
  let checkedAt = Number.NEGATIVE_INFINITY;
  return async at => {
    if (at - checkedAt < everySeconds) return last;
    checkedAt = at;
    const before = new Map(last.broken.map(({ topic, since }) => [topic.topicName, since]));
    const states = await Promise.allSettled(topics.map(isConfirmed));
    const broken = topics.flatMap((topic, index) => {
      const state = states[index];
      const known = before.get(topic.topicName);
      if (state?.status === 'rejected') return known === undefined ? [] : [{ topic, since: known }];
      return state?.value === true ? [] : [{ topic, since: known ?? at }];
    });
    last = { isChecked: states.every(({ status }) => status === 'fulfilled'), broken };
    return last;
  };
}

/** Whether a topic has a confirmed subscription; false if there is no such topic. */
export async function hasConfirmedSubscription(
  client: SNSClient,
  topicArn: string,
): Promise<boolean> {
  try {
    const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn });
    for await (const { Subscriptions = [] } of pages) {
      // An unconfirmed subscription has a word in place of its ARN: PendingConfirmation or Deleted.
      if (Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'))) {
        return true;
      }
    }
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return false;
    throw error;
  }
}

/** Alarms about one topic go to the recipients of the other severity. */
export function toDeliveryAlarms(
  topics: readonly MailTopic[],
  { isChecked, broken }: TopicCheck,
  at: number,
): AlarmSnapshot[] {
  const since = new Map(broken.map(({ topic, since: known }) => [topic.topicName, known]));
  const otherwise = isChecked ? 'OK' : 'INSUFFICIENT_DATA';
  return topics.map(({ topicName, severity }) => {
    const began = since.get(topicName);
    const alert = `DeliveryBroken/${topicName}`;
    return {
      ...{ name: alert, alert, job: undefined },
      severity: severity === 'warning' ? 'critical' : 'warning',
      state: began === undefined ? otherwise : 'ALARM',
      since: began ?? at,
    };
  });
}
