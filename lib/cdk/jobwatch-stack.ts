import {
  Annotations,
  Aws,
  CfnOutput,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  Stack,
  Tags,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { allAlarms } from '../alarms/all-alarms.ts';
import { findLinks } from '../alarms/links.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import { stackName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { summarizeCost } from '../cost/summarize.ts';
import type { Severity } from '../model/job.ts';
import { addAlarm } from './alarm.ts';
import { AlertStack } from './alert-stack.ts';
import { JobwatchDashboard } from './dashboard.ts';
import { addFallback } from './fallback.ts';
import { Functions } from './functions.ts';
import { refuseUndeployable } from './guards.ts';
import { MinuteSchedules } from './minute-schedules.ts';
import { Notifications } from './notifications.ts';
import { Notifier } from './notifier.ts';
import { findDeploymentWarnings } from './warnings.ts';

export type JobwatchStackProps = Readonly<{ config: Config }>;

/**
 * Everything of one service: functions, schedule, alarms, topics and dashboard. No account is
 * asked. Throws DeploymentError.
 */
export class JobwatchStack extends Stack {
  constructor(scope: Construct, { config }: JobwatchStackProps) {
    refuseUndeployable(config);
    const { service } = config;
    super(scope, stackName(service), {
      stackName: stackName(service),
      description: `Jobwatch: watches the background jobs of ${service}`,
      // The version parameter would only repeat what the CLI checks before it uploads.
      synthesizer: new DefaultStackSynthesizer({
        generateBootstrapVersionRule: false,
      }) as IStackSynthesizer,
    });
    const plans = allAlarms(config, Aws.REGION);
    const { judge, widget } = new Functions(this, 'Functions', config);
    const { notify } = config;
    const notifications = new Notifications(this, 'Notifications', { service, notify });
    const { topics } = notifications;
    const { lambda: notifier, queue } = new Notifier(this, 'Notifier', { config, topics });
    const schedules = new MinuteSchedules(this, 'Schedule', { service, judge, notifier });
    const stacks = this.addAlarms(plans, { notifications, schedules });
    addFallback(this, { config, plans, queue, notifications, after: [schedules, ...stacks] });
    const dashboard = { widgetFunctionArn: widget.functionArn, alarmArns: listArns(plans) };
    new JobwatchDashboard(this, 'Dashboard', { config, ...dashboard });
    this.report(config, notifications);
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
  }

  /** Gives the nested stacks. */
  private addAlarms(plans: readonly AlarmPlan[], surroundings: AlarmSurroundings): AlertStack[] {
    const { notifications, schedules } = surroundings;
    for (const plan of plans.filter(({ job }) => job === undefined)) {
      const alarm = addAlarm(this, plan, notifications);
      // Before the schedule runs, a missing heartbeat is no trouble.
      if (plan.treatMissingData === 'breaching') alarm.node.addDependency(schedules);
    }
    const ofJobs = plans.filter(({ job }) => job !== undefined);
    return [...Map.groupBy(ofJobs, plan => plan.alert)].map(
      ([alert, own]) => new AlertStack(this, alert, { plans: own, notifications }),
    );
  }

  private report(config: Config, notifications: Notifications): void {
    for (const [id, text] of findDeploymentWarnings(config)) {
      Annotations.of(this).addWarningV2(id, text);
    }
    Annotations.of(this).addInfo(summarizeCost(config));
    new CfnOutput(this, 'DashboardUrl', { value: findLinks(config, Aws.REGION).dashboardUrl });
    const outputs = { WarningTopicArn: 'warning', CriticalTopicArn: 'critical' } as const;
    for (const [id, severity] of Object.entries(outputs)) {
      const topic = notifications.own[severity];
      if (topic !== undefined) new CfnOutput(this, id, { value: topic.topicArn });
    }
  }
}

type AlarmSurroundings = Readonly<{ notifications: Notifications; schedules: MinuteSchedules }>;

/** By name, not by reference: those of nested stacks would need an output each. */
function listArns(plans: readonly AlarmPlan[]): Record<Severity, string[]> {
  const prefix = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:`;
  const list = (severity: Severity) =>
    plans.filter(plan => plan.severity === severity).map(({ name }) => `${prefix}${name}`);
  return { critical: list('critical'), warning: list('warning') };
}
