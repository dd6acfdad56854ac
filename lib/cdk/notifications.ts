import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { topicName } from '../cloudwatch/names.ts';
import type { Destination, Recipients } from '../config/config.ts';
import type { Severity } from '../model/job.ts';

export type NotificationsProps = Readonly<{ service: string; recipients: Recipients }>;

/**
 * Where the alarms of each severity go: to the topics that the configuration names, and to a topic
 * of our own for mail. Without any destination there is one of our own, to which a person can
 * subscribe.
 */
export class Notifications extends Construct {
  /** The topics that the stack makes. */
  readonly own: Readonly<Partial<Record<Severity, ITopic>>>;
  private readonly existing: Readonly<Record<Severity, readonly ITopic[]>>;

  constructor(scope: Construct, id: string, { service, recipients }: NotificationsProps) {
    super(scope, id);
    const { warning, critical } = recipients;
    this.existing = {
      warning: importTopics(this, 'warning', warning),
      critical: importTopics(this, 'critical', critical),
    };
    this.own = {
      ...(needsTopic(warning) && { warning: addTopic(this, 'warning', { service, recipients }) }),
      ...(needsTopic(critical) && {
        critical: addTopic(this, 'critical', { service, recipients }),
      }),
    };
  }

  /** At least one. */
  findTopics(severity: Severity): readonly ITopic[] {
    const own = this.own[severity];
    return own === undefined ? this.existing[severity] : [own, ...this.existing[severity]];
  }
}

/** The topics that exist already, each once. */
export function listTopicArns(destinations: readonly Destination[]): string[] {
  const arns = destinations.flatMap(to => (to.kind === 'topic' ? [to.topicArn] : []));
  return [...new Set(arns)];
}

export function listAddresses(destinations: readonly Destination[]): string[] {
  return destinations.flatMap(to => (to.kind === 'mail' ? to.addresses : []));
}

function importTopics(
  scope: Construct,
  severity: Severity,
  destinations: readonly Destination[],
): ITopic[] {
  return listTopicArns(destinations).map((arn, index) =>
    Topic.fromTopicArn(scope, `${severity}-${index}`, arn),
  );
}

function needsTopic(destinations: readonly Destination[]): boolean {
  return listAddresses(destinations).length > 0 || listTopicArns(destinations).length === 0;
}

function addTopic(scope: Construct, severity: Severity, props: NotificationsProps): ITopic {
  const { service, recipients } = props;
  const topic = new Topic(scope, severity, {
    topicName: topicName(service, severity),
    displayName: `Jobwatch ${service} ${severity}`,
    // Denies plain HTTP; a policy takes the place of the default one, by which alarms publish.
    enforceSSL: true,
  });
  topic.addToResourcePolicy(allowAlarms(topic, service));
  for (const address of listAddresses(recipients[severity])) {
    topic.addSubscription(new EmailSubscription(address));
  }
  return topic;
}

/** No key of ours encrypts the topic, so nothing else stands between an alarm and its mail. */
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
