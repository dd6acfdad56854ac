import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmPrefix, changesQueueName, unreadableQueueName } from '../cloudwatch/names.ts';

/** A run of the notifier ends within this time. The next run handles what is left. */
const visibilitySeconds = 55;

/**
 * About as many minutes: after that, a message that the notifier cannot read is not a transient
 * problem.
 */
const mostReceives = 10;

/**
 * State changes of the service's alarms, sent by EventBridge and kept until the notifier has
 * handled them.
 */
export class ChangesQueue extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { service }: Readonly<{ service: string }>) {
    super(scope, id);
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const unreadable = new Queue(this, 'Unreadable', {
      ...secure,
      queueName: unreadableQueueName(service),
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Changes', {
      ...secure,
      queueName: changesQueueName(service),
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      // the notifier also reads the alarms themselves, so older changes contain nothing new
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: unreadable, maxReceiveCount: mostReceives },
    });
    new Rule(this, 'Rule', {
      description: `State changes of the alarms of ${service}`,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: { alarmName: [{ prefix: alarmPrefix(service) }] },
      },
      targets: [new SqsQueue(this.queue)],
    });
  }
}
