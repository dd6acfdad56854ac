import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { describeAlarm } from '../alarms/describe.ts';
import { findLinks } from '../alarms/links.ts';
import { fallbackAlarmName, namespaceFor } from '../cloudwatch/names.ts';
import { addNotifierAlarms, type FallbackProps } from './fallback.ts';

/** The notifier's own trouble has held for as long when it is told. */
const minutes = 5;

/**
 * Who is told where the notifier itself is dead, and only verdicts are published: one alarm on the
 * worst verdict that is on only while the notifier's life sign is missing. A composite alarm costs
 * more than twice as much, and for each hundred alarms again.
 */
export function addVerdictFallback(scope: Construct, props: FallbackProps): void {
  const { config, notifications } = props;
  addNotifierAlarms(scope, props);
  const topic =
    notifications.findFallbackTopic('critical') ?? notifications.findFallbackTopic('warning');
  if (topic === undefined) return;
  const alarm = new Alarm(scope, 'Fallback', {
    alarmName: fallbackAlarmName(config.service, 'critical'),
    alarmDescription: describeAlarm(
      {
        problem: `at least one alarm of ${config.service} is on, and the notifier, which would say which and why, does not report. CloudWatch sends this in its place`,
        recovery: 'the notifier reports again, or no alarm is on any more',
        firstLook:
          'See on the dashboard which alarms are on; `jobwatch check` says the same on your machine. Then see why the notifier does not report.',
        section: 'fallback-alarms',
      },
      findLinks(config, Aws.REGION),
    ),
    metric: measureFallback(config.service),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: minutes,
    datapointsToAlarm: minutes,
    treatMissingData: TreatMissingData.IGNORE,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
  alarm.node.addDependency(...props.after.slice(0, 1));
}

/** The worst verdict while the notifier does not report, else 0. */
function measureFallback(service: string): MathExpression {
  const read = (metricName: string) =>
    new Metric({
      namespace: namespaceFor(service),
      metricName,
      statistic: 'Maximum',
      period: Duration.minutes(1),
    });
  return new MathExpression({
    expression: 'IF(FILL(sign, 0) < 1, worst, 0)',
    usingMetrics: { sign: read('NotifierHeartbeat'), worst: read('WorstVerdict') },
    period: Duration.minutes(1),
  });
}
