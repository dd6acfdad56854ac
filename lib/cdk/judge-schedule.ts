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
import { scheduleGroupName, scheduleName } from '../cloudwatch/names.ts';

export type JudgeScheduleProps = Readonly<{ service: string; judge: IFunction }>;

/** Runs the judge once a minute, with the minute as its input. A missed minute is not run later. */
export class JudgeSchedule extends Construct {
  constructor(scope: Construct, id: string, { service, judge }: JudgeScheduleProps) {
    super(scope, id);
    const role = addRole(this, scheduleGroupName(service), judge);
    new Schedule(this, 'Schedule', {
      scheduleName: scheduleName(service),
      scheduleGroup: new ScheduleGroup(this, 'Group', {
        scheduleGroupName: scheduleGroupName(service),
      }),
      description: `Judges the jobs of ${service} every minute`,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(judge, {
        // The role has its rights already; CDK must not add others to it.
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        // The next minute fills in what a late run would ask for.
        retryAttempts: 0,
        maxEventAge: Duration.seconds(60),
      }),
    });
  }
}

function addRole(scope: Construct, groupName: string, judge: IFunction): Role {
  const group = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/${groupName}`;
  const invoke = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: [judge.functionArn],
  });
  return new Role(scope, 'Role', {
    // Scheduler may take the role for this group's schedules only, not for another account's.
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group },
      },
    }),
    inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
  });
}
