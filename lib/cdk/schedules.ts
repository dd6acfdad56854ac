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
import type { CheckName } from '../checks/check.ts';
import { scheduleGroupName, scheduleName } from '../cloudwatch/names.ts';

export type SchedulesProps = Readonly<{
  service: string;
  functions: ReadonlyMap<CheckName, IFunction>;
}>;

/** Runs every check once a minute, with the minute as its input. What is missed is not run later. */
export class Schedules extends Construct {
  private readonly byCheck: ReadonlyMap<CheckName, Schedule>;

  constructor(scope: Construct, id: string, { service, functions }: SchedulesProps) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: scheduleGroupName(service),
    });
    const role = addRole(this, scheduleGroupName(service), [...functions.values()]);
    const schedules = [...functions].map(([check, target]) => {
      const schedule = new Schedule(this, check, {
        scheduleName: scheduleName(service, check),
        scheduleGroup: group,
        description: `Runs the check "${check}" of ${service} every minute`,
        schedule: ScheduleExpression.rate(Duration.minutes(1)),
        target: new LambdaInvoke(target, {
          // it has its rights already, and no others are added to it
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
          // a late run would only ask about a minute that the next one fills in
          retryAttempts: 0,
          maxEventAge: Duration.seconds(60),
        }),
      });
      return [check, schedule] as const;
    });
    this.byCheck = new Map(schedules);
  }

  of(check: CheckName): Schedule {
    const schedule = this.byCheck.get(check);
    if (schedule === undefined) throw new RangeError(`no schedule runs the check ${check}`);
    return schedule;
  }
}

function addRole(scope: Construct, groupName: string, functions: readonly IFunction[]): Role {
  const group = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/${groupName}`;
  const invoke = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: functions.map(({ functionArn }) => functionArn),
  });
  return new Role(scope, 'Role', {
    // Scheduler may take the role for this group's schedules only, not for another account's
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group },
      },
    }),
    inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
  });
}
