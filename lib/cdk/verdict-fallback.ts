import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { fallbackAlarmName, namespaceFor } from '../cloudwatch/names.ts';
import { addNotifierAlarms, describeFallback, type FallbackProps } from './fallback.ts';
import { measureFailure } from './notifier-alarms.ts';

/** CloudWatch sends mails when the notifier has failed and an alarm has been on for this long. */
const minutes = 5;

/**
 * Who gets mails if the notifier itself has failed and only verdicts are published: one alarm on
 * the worst verdict that is on only while the notifier's runs fail or are missing. A composite
 * alarm costs more than twice as much, and again for each hundred alarms.
 */
export function addVerdictFallback(scope: Construct, props: FallbackProps): void {
  const { config, notifications } = props;
  addNotifierAlarms(scope, props);
  const topics = notifications.findFallbackTopics();
  if (topics.length === 0) return;
  const alarm = new Alarm(scope, 'Fallback', {
    alarmName: fallbackAlarmName(config.service),
    alarmDescription: describeFallback(config),
    metric: measureFallback(config.service),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: minutes,
    datapointsToAlarm: minutes,
    treatMissingData: TreatMissingData.IGNORE,
  });
  const actions = topics.map(topic => new SnsAction(topic));
  alarm.addAlarmAction(...actions);
  alarm.addOkAction(...actions);
  alarm.node.addDependency(...props.after.slice(0, 1));
}

/** The worst verdict while all runs of the notifier fail or there are none, otherwise 0. */
function measureFallback(service: string): MathExpression {
  const worst = new Metric({
    namespace: namespaceFor(service),
    metricName: 'WorstVerdict',
    statistic: 'Maximum',
    period: Duration.minutes(1),
  });
  return new MathExpression({
    expression: 'IF(FILL(failed, 1) > 0, worst, 0)',
    usingMetrics: { failed: measureFailure(service), worst },
    period: Duration.minutes(1),
  });
}
