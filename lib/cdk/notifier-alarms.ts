import { Aws, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { describeAlarm } from '../alarms/describe.ts';
import { findLinks } from '../alarms/links.ts';
import { notifierAlarmName, notifierFunctionName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';

type NotifierAlarmsProps = Readonly<{
  config: Config;
  queue: IQueue;
  /** Who is notified; nobody if the configuration names no mail address. */
  topics: readonly ITopic[];
}>;

/**
 * If a run fails now and then, the next one makes up for it. Lambda's metrics come up to two
 * minutes late, so one good run in three minutes shows that the notifier works.
 */
const minutes = { silent: 5, reporting: 3, waiting: 3 } as const;

/** The queue is emptied every minute. A message that waits this long, in seconds, is not read. */
const waitingSeconds = 600;

/** Alarms about the notifier, which CloudWatch sends by mail itself. */
export class NotifierAlarms extends Construct {
  readonly silent: Alarm;
  private readonly config: Config;

  constructor(scope: Construct, id: string, { config, queue, topics }: NotifierAlarmsProps) {
    super(scope, id);
    this.config = config;
    this.silent = addSilent(this, config);
    const actions = topics.map(topic => new SnsAction(topic));
    for (const alarm of [this.silent, addWaiting(this, config, queue)]) {
      alarm.addAlarmAction(...actions);
      alarm.addOkAction(...actions);
    }
  }

  /** On while the notifier works: it suppresses CloudWatch's own mail. */
  addReporting(): Alarm {
    return addReporting(this, this.config);
  }
}

function addSilent(scope: Construct, config: Config): Alarm {
  const { service } = config;
  return new Alarm(scope, 'Silent', {
    alarmName: notifierAlarmName(service, 'NotifierNotReporting'),
    alarmDescription: describeAlarm(
      {
        problem: `the notifier of ${service} has not run or has failed for ${minutes.silent} min, and sends no messages. Until it works, CloudWatch itself sends mails that alarms are on, without details`,
        recovery: 'the notifier works again',
        firstLook: `Look at the errors and the log of the function ${notifierFunctionName(service)}, then at the schedule of the same name in EventBridge Scheduler.`,
        section: 'notifier-not-reporting',
      },
      findLinks(config, Aws.REGION),
    ),
    metric: measureFailure(service),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: minutes.silent,
    datapointsToAlarm: minutes.silent,
    treatMissingData: TreatMissingData.BREACHING,
  });
}

function addReporting(scope: Construct, { service }: Config): Alarm {
  return new Alarm(scope, 'Reporting', {
    alarmName: notifierAlarmName(service, 'NotifierReporting'),
    alarmDescription:
      'On while the notifier works, which is good: it suppresses the mail that CloudWatch would send instead.',
    metric: measureFailure(service),
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    evaluationPeriods: minutes.reporting,
    datapointsToAlarm: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

function addWaiting(scope: Construct, config: Config, queue: IQueue): Alarm {
  const { service } = config;
  return new Alarm(scope, 'Waiting', {
    alarmName: notifierAlarmName(service, 'NotificationsWaiting'),
    alarmDescription: describeAlarm(
      {
        problem: `state changes of alarms of ${service} have waited in the notifier's queue for more than ${waitingSeconds / 60} min. Until it reads the queue, it reads the alarms themselves every 5 min`,
        recovery: 'no change waits any more',
        firstLook: `Look at the log of the function ${notifierFunctionName(service)}: "failures" says which step fails, "unreadable" how many messages are not state changes.`,
        section: 'notifications-waiting',
      },
      findLinks(config, Aws.REGION),
    ),
    metric: queue.metricApproximateAgeOfOldestMessage({
      statistic: 'Maximum',
      period: Duration.minutes(1),
    }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: waitingSeconds,
    evaluationPeriods: minutes.waiting,
    datapointsToAlarm: minutes.waiting,
    // SQS reports nothing about a queue that has not been used for hours
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

/**
 * Whether all runs of a minute failed: 1, or 0 if one succeeded; no data if there was none. Lambda
 * sends it for each invocation, and AWS's own metrics cost nothing. Source: Lambda guide, types of
 * metrics, invocation metrics.
 */
export function measureFailure(service: string): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensionsMap: { FunctionName: notifierFunctionName(service) },
    statistic: 'Minimum',
    period: Duration.minutes(1),
  });
}
