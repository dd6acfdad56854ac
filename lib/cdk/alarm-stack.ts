import { NestedStack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmPlan } from '../alarms/plan.ts';
import { addAlarm } from './alarm.ts';
import type { Notifications } from './notifications.ts';

type AlarmStackProps = Readonly<{
  plans: readonly AlarmPlan[];
  notifications: Notifications;
}>;

/**
 * The alarms of one alert, or of some of the jobs. A stack may have 500 resources and a template 1
 * MB. With a stack per alert, 490 jobs fit, and no alarm ever moves to another stack.
 */
export class AlarmStack extends NestedStack {
  readonly alarms: readonly IAlarm[];

  constructor(scope: Construct, id: string, { plans, notifications }: AlarmStackProps) {
    super(scope, id, { suppressTemplateIndentation: true });
    this.alarms = plans.map(plan => addAlarm(this, plan, notifications));
  }
}
