import {
  App,
  CfnResource,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  NestedStack,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';

// A temporary app with each type that the local AWS adds, at the top level and in a nested stack.
const threshold = Number(process.env.FIXTURE_THRESHOLD ?? '5');
const email = process.env.FIXTURE_EMAIL ?? 'first@example.com';
const unknown = process.env.FIXTURE_UNKNOWN;

const app = new App();
const stack = new Stack(app, 'Fixture', {
  env: { account: '123456789012', region: 'us-east-1' },
  // The cast: aws-cdk-lib's own types do not hold under exactOptionalPropertyTypes.
  synthesizer: new DefaultStackSynthesizer({
    generateBootstrapVersionRule: process.env.FIXTURE_VERSION_RULE === 'yes',
  }) as IStackSynthesizer,
});

const topic = new sns.Topic(stack, 'Topic', {
  masterKey: new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY }),
});
topic.addSubscription(new EmailSubscription(email));
topic.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));

const checker = new lambda.Function(stack, 'Checker', {
  functionName: 'fixture-checker',
  runtime: lambda.Runtime.NODEJS_24_X,
  architecture: lambda.Architecture.ARM_64,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  retryAttempts: 0,
  maxEventAge: Duration.minutes(1),
  logGroup: new logs.LogGroup(stack, 'Log', { removalPolicy: RemovalPolicy.DESTROY }),
});
checker.addPermission('Anyone', {
  principal: new iam.ServicePrincipal('cloudwatch.amazonaws.com'),
});
const group = new scheduler.ScheduleGroup(stack, 'Group', { scheduleGroupName: 'fixture' });
new scheduler.Schedule(stack, 'Schedule', {
  scheduleName: 'every-minute',
  scheduleGroup: group,
  schedule: scheduler.ScheduleExpression.rate(Duration.minutes(1)),
  target: new targets.LambdaInvoke(checker, {
    retryAttempts: 0,
    input: scheduler.ScheduleTargetInput.fromObject({
      at: scheduler.ContextAttribute.scheduledTime,
    }),
  }),
});

const metric = (name: string) =>
  new cloudwatch.Metric({ namespace: 'Fixture', metricName: name, period: Duration.minutes(1) });
const nested = new NestedStack(stack, 'Nested');
for (const [scope, prefix] of [
  [stack, 'top'],
  [nested, 'nested'],
] as const) {
  const alarm = metric('Errors').createAlarm(scope, 'Alarm', {
    alarmName: `${prefix}/errors`,
    alarmDescription: `More than ${threshold} errors`,
    threshold,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.IGNORE,
  });
  alarm.addAlarmAction(new actions.SnsAction(topic));
  const rate = new cloudwatch.MathExpression({
    expression: '100 * failed / runs',
    period: Duration.minutes(1),
    usingMetrics: { failed: metric('Failed'), runs: metric('Runs') },
  });
  rate.createAlarm(scope, 'Rate', { alarmName: `${prefix}/rate`, threshold, evaluationPeriods: 2 });
  new cloudwatch.CompositeAlarm(scope, 'Any', {
    compositeAlarmName: `${prefix}/any`,
    alarmRule: cloudwatch.AlarmRule.anyOf(alarm),
  });
  new cloudwatch.CfnAlarmMuteRule(scope, 'Mute', {
    name: `${prefix}-mute`,
    rule: { schedule: { expression: 'cron(0 2 * * *)', duration: 'PT1H' } },
    muteTargets: { alarmNames: [alarm.alarmName] },
  });
}
new cloudwatch.Dashboard(stack, 'Dashboard', { dashboardName: 'fixture' });
if (unknown)
  new CfnResource(unknown === 'nested' ? nested : stack, 'Odd', { type: 'AWS::Glue::Job' });
