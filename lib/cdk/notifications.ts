import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { topicName } from '../cloudwatch/names.ts';
import type { Config, Destination } from '../config/config.ts';
import type { Severity } from '../model/job.ts';

export type NotificationsProps = Readonly<{
  service: string;
  notify: Config['notify'];
}>;

/** Where alarms go: a topic of our own with its mail subscriptions, or one that exists. */
export class Notifications extends Construct {
  readonly warning: ITopic;
  readonly critical: ITopic;

  constructor(scope: Construct, id: string, { service, notify }: NotificationsProps) {
    super(scope, id);
    this.warning = addTopic(this, 'warning', { service, destination: notify.warning });
    this.critical = addTopic(this, 'critical', { service, destination: notify.critical });
  }

  topicFor(severity: Severity): ITopic {
    return severity === 'warning' ? this.warning : this.critical;
  }
}

type TopicSetting = Readonly<{ service: string; destination: Destination }>;

function addTopic(scope: Construct, severity: Severity, setting: TopicSetting): ITopic {
  const { service, destination } = setting;
  if (destination.kind === 'topic') {
    return Topic.fromTopicArn(scope, severity, destination.topicArn);
  }
  const topic = new Topic(scope, severity, {
    topicName: topicName(service, severity),
    displayName: `Jobwatch ${service} ${severity}`,
    // denies plain HTTP; a policy takes the place of the default one, by which alarms publish
    enforceSSL: true,
  });
  topic.addToResourcePolicy(alarmsMayPublish(topic));
  for (const address of destination.addresses) {
    topic.addSubscription(new EmailSubscription(address));
  }
  return topic;
}

/** No key of ours encrypts the topic, so nothing else stands between an alarm and its mail. */
function alarmsMayPublish(topic: ITopic): PolicyStatement {
  return new PolicyStatement({
    sid: 'AllowAlarmsOfThisAccount',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: {
        'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*`,
      },
    },
  });
}
