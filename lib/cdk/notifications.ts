import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmPlan } from '../alarms/plan.ts';
import { topicName } from '../cloudwatch/names.ts';
import type { Notify } from '../config/config.ts';
import type { Severity } from '../model/job.ts';
import { findRawTopics, listRecipients, type MailTopic } from '../notify/destinations.ts';
import type { GivenTopics } from './topics.ts';

type NotificationsProps = Readonly<{
  service: string;
  notify: Notify;
  /** Encrypts the topics that the stack creates. */
  key?: IKey | undefined;
  /** Your app's topics, among those that alarms notify themselves. */
  given?: GivenTopics;
}>;

/**
 * The topics that the stack creates: the notifier sends mails through them, and so does CloudWatch
 * if the notifier has failed. An alarm itself only notifies the topics that the configuration names
 * by their ARNs.
 */
export class Notifications extends Construct {
  /** The topics that the stack creates. */
  readonly topics: readonly ITopic[];
  /** The mail topics of jobs that no route matches. */
  readonly own: Readonly<Partial<Record<Severity, ITopic>>>;
  private readonly notify: Notify;
  private readonly existing = new Map<string, ITopic>();

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { service, notify, key, given = {} } = props;
    for (const topic of Object.values(given).flat()) this.existing.set(topic.topicArn, topic);
    if (key !== undefined) allowEncrypting(key);
    this.notify = notify;
    const recipients = listRecipients({ service, notify });
    const mail = recipients.flatMap(one => (one.kind === 'mail' ? one.topics : []));
    const made = new Map(mail.map(one => [one.topicName, addTopic(this, { service, key }, one)]));
    this.topics = [...made.values()];
    const find = (severity: Severity) => made.get(topicName(service, severity));
    const [warning, critical] = [find('warning'), find('critical')];
    this.own = { ...(warning && { warning }), ...(critical && { critical }) };
  }

  /** Where an alarm's own messages go. Often nowhere, because the notifier reports it. */
  findRawTopics(alarm: Pick<AlarmPlan, 'job' | 'severity'>): readonly ITopic[] {
    return findRawTopics(alarm, this.notify).map(arn => {
      const known = this.existing.get(arn);
      const topic = known ?? Topic.fromTopicArn(this, `existing-${this.existing.size}`, arn);
      this.existing.set(arn, topic);
      return topic;
    });
  }

  /**
   * Who gets CloudWatch's mails if the notifier has failed, starting with those for critical
   * alarms.
   */
  findFallbackTopics(): readonly ITopic[] {
    const { critical, warning } = this.own;
    return [critical, warning].filter(topic => topic !== undefined);
  }
}

/** An alarm needs the key of an encrypted topic. Source: CloudWatch guide, SNS encryption. */
function allowEncrypting(key: IKey): void {
  const alarms = new ServicePrincipal('cloudwatch.amazonaws.com');
  key.grant(alarms, 'kms:Decrypt', 'kms:GenerateDataKey*');
}

type Owner = Pick<NotificationsProps, 'service' | 'key'>;

function addTopic(scope: Construct, { service, key }: Owner, mail: MailTopic): ITopic {
  const isUsual = mail.topicName === topicName(service, mail.severity);
  const topic = new Topic(scope, isUsual ? mail.severity : mail.topicName, {
    topicName: mail.topicName,
    displayName: `Jobwatch ${service} ${mail.severity}`,
    // Denies plain HTTP. A policy replaces the default one, which would let alarms publish.
    enforceSSL: true,
    ...(key && { masterKey: key }),
  });
  topic.addToResourcePolicy(allowAlarms(topic, service));
  for (const address of mail.addresses) topic.addSubscription(new EmailSubscription(address));
  return topic;
}

/** No key of the stack encrypts the topic, so nothing else can keep an alarm from its mail. */
function allowAlarms(topic: ITopic, service: string): PolicyStatement {
  const alarms = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:${service}/*`;
  return new PolicyStatement({
    sid: 'AllowAlarmsOfThisService',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': alarms },
    },
  });
}
