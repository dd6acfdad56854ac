import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { AlarmPlan } from '../alarms/plan.ts';
import type { Notifications } from './notifications.ts';

const comparisons = {
  GreaterThanThreshold: ComparisonOperator.GREATER_THAN_THRESHOLD,
  LessThanThreshold: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const treatments = {
  ignore: TreatMissingData.IGNORE,
  breaching: TreatMissingData.BREACHING,
} as const;

/** Creates the alarm of a plan; the alarm itself notifies only the topics for CloudWatch's messages. */
export function addAlarm(scope: Construct, plan: AlarmPlan, notifications: Notifications): Alarm {
  const alarm = new Alarm(scope, encodeId(plan), {
    alarmName: plan.name,
    alarmDescription: plan.description,
    metric: new Metric({
      namespace: plan.namespace,
      metricName: plan.metric,
      dimensionsMap: plan.dimensions,
      // If a minute was published twice, the larger value counts.
      statistic: 'Maximum',
      period: Duration.seconds(plan.periodSeconds),
    }),
    comparisonOperator: comparisons[plan.comparison],
    threshold: plan.threshold,
    evaluationPeriods: plan.evaluationPeriods,
    datapointsToAlarm: plan.datapointsToAlarm,
    treatMissingData: treatments[plan.treatMissingData],
    actionsEnabled: plan.actionsEnabled,
  });
  const actions = notifications.findRawTopics(plan).map(topic => new SnsAction(topic));
  alarm.addAlarmAction(...actions);
  alarm.addOkAction(...actions);
  return alarm;
}

/**
 * Alarms of jobs are in a stack of their alert, where only the job names them, as in version 0.1:
 * with another id, an update would create an alarm whose name is taken. Alarms on verdicts come in
 * pairs. A job's name is any text, but a construct's id may not contain a slash or be one of CDK's
 * own words.
 */
function encodeId({ id, job, metric }: AlarmPlan): string {
  const own = metric === 'Verdict' ? id : (job ?? id);
  return `alarm-${encodeURIComponent(own)}`;
}
