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
import { planNotReporting, planSourceUnreachable, planUnlisted } from '../alarms/checker.ts';
import { linksOf } from '../alarms/links.ts';
import { planAlert } from '../alarms/listed.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import { checks } from '../checks/index.ts';
import { stackName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { summarizeCost } from '../cost/summarize.ts';
import { type AlertName, alertNames, type Severity } from '../model/job.ts';
import { addAlarm } from './alarm.ts';
import { AlertStack } from './alert-stack.ts';
import { JobwatchDashboard } from './dashboard.ts';
import { Functions } from './functions.ts';
import { deploymentWarnings, refuseUndeployable } from './guards.ts';
import { Notifications } from './notifications.ts';
import { Schedules } from './schedules.ts';

export type JobwatchStackProps = Readonly<{ config: Config }>;

/** All of one service: functions, schedules, alarms, topics and dashboard. No account is asked. */
export class JobwatchStack extends Stack {
  constructor(scope: Construct, { config }: JobwatchStackProps) {
    refuseUndeployable(config);
    const { service } = config;
    super(scope, stackName(service), {
      stackName: stackName(service),
      description: `Jobwatch: watches the background jobs of ${service}`,
      // the version parameter would only repeat what the CLI checks before it uploads
      synthesizer: new DefaultStackSynthesizer({
        generateBootstrapVersionRule: false,
      }) as IStackSynthesizer,
    });
    const plans = planAlarms(config);
    const notifications = new Notifications(this, 'Notifications', config);
    const functions = new Functions(this, 'Functions', config);
    const schedules = new Schedules(this, 'Schedules', { service, functions: functions.byCheck });
    this.addAlarms(plans, { notifications, schedules });
    const dashboard = { widgetFunctionArn: functions.widget.functionArn, alarmArns: arnsOf(plans) };
    new JobwatchDashboard(this, 'Dashboard', { config, ...dashboard });
    this.tell(config, notifications);
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
  }

  private addAlarms(plans: Plans, { notifications, schedules }: AlarmSurroundings): void {
    for (const plan of plans.service) addAlarm(this, plan, notifications);
    for (const { name } of checks) {
      const alarm = addAlarm(this, plans.notReporting[name], notifications);
      // before its schedule runs, a missing heartbeat is no trouble
      alarm.node.addDependency(schedules.of(name));
    }
    for (const [alert, ofAlert] of plans.listed) {
      // a stack without a resource is refused
      if (ofAlert.length > 0) new AlertStack(this, alert, { plans: ofAlert, notifications });
    }
  }

  private tell(config: Config, { warning, critical }: Notifications): void {
    for (const [id, text] of deploymentWarnings(config))
      Annotations.of(this).addWarningV2(id, text);
    Annotations.of(this).addInfo(summarizeCost(config.fleet));
    new CfnOutput(this, 'DashboardUrl', { value: linksOf(config, Aws.REGION).dashboardUrl });
    new CfnOutput(this, 'WarningTopicArn', { value: warning.topicArn });
    new CfnOutput(this, 'CriticalTopicArn', { value: critical.topicArn });
  }
}

type AlarmSurroundings = Readonly<{ notifications: Notifications; schedules: Schedules }>;

/** Every alarm of a service, apart by where and when it is made. */
type Plans = Readonly<{
  service: readonly AlarmPlan[];
  notReporting: Readonly<Record<(typeof checks)[number]['name'], AlarmPlan>>;
  listed: readonly (readonly [AlertName, readonly AlarmPlan[]])[];
}>;

function planAlarms(config: Config): Plans {
  const links = linksOf(config, Aws.REGION);
  const checker = { fleet: config.fleet, links };
  const beats = checks.map(({ name }) => [name, planNotReporting(name, checker)] as const);
  return {
    service: [planSourceUnreachable(checker), ...planUnlisted(checker)],
    notReporting: Object.fromEntries(beats) as Plans['notReporting'],
    listed: alertNames.map(alert => [alert, planAlert(alert, config.fleet, links)]),
  };
}

/** By name, not by reference: the listed ones' stacks would need an output for each. */
function arnsOf({ service, notReporting, listed }: Plans): Record<Severity, string[]> {
  const all = [...service, ...Object.values(notReporting), ...listed.flatMap(([, plans]) => plans)];
  const prefix = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:`;
  const arns = (severity: Severity) =>
    all.filter(plan => plan.severity === severity).map(({ name }) => `${prefix}${name}`);
  return { critical: arns('critical'), warning: arns('warning') };
}
