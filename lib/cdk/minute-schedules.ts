import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { notifierFunctionName, scheduleGroupName, scheduleName } from '../cloudwatch/names.ts';

type MinuteSchedulesProps = Readonly<{
  service: string;
  judge: IFunction;
  notifier: IFunction;
}>;

/**
 * Runs judge and notifier once a minute, with the minute as input. A missed run is not repeated.
 */
export class MinuteSchedules extends Construct {
  constructor(scope: Construct, id: string, { service, judge, notifier }: MinuteSchedulesProps) {
    super(scope, id);
    const role = addRole(this, scheduleGroupName(service), [judge, notifier]);
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: scheduleGroupName(service),
    });
    const shared = {
      scheduleGroup,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
    };
    new Schedule(this, 'Schedule', {
      ...shared,
      scheduleName: scheduleName(service),
      description: `Judges the jobs of ${service} every minute`,
      target: createTarget(judge, role),
    });
    new Schedule(this, 'NotifierSchedule', {
      ...shared,
      scheduleName: notifierFunctionName(service),
      description: `Sends the notifications of ${service} every minute`,
      target: createTarget(notifier, role),
    });
  }
}

function createTarget(lambda: IFunction, role: Role): LambdaInvoke {
  return new LambdaInvoke(lambda, {
    // The role already has its permissions, and CDK must not add any.
    role: role.withoutPolicyUpdates(),
    input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
    // The next minute does what a late run would do.
    retryAttempts: 0,
    maxEventAge: Duration.seconds(60),
  });
}

function addRole(scope: Construct, groupName: string, lambdas: readonly IFunction[]): Role {
  const group = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/${groupName}`;
  const invoke = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: lambdas.map(({ functionArn }) => functionArn),
  });
  return new Role(scope, 'Role', {
    // Scheduler may assume the role only for this group's schedules, not for another account's.
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group },
      },
    }),
    inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
  });
}
