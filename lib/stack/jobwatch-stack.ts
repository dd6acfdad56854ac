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
import { addAlarm } from '../alarms/alarm.ts';
import {
  type Checker,
  planNotReporting,
  planSourceUnreachable,
  planUnlisted,
} from '../alarms/checker.ts';
import type { Links } from '../alarms/describe.ts';
import { planAlert } from '../alarms/listed.ts';
import { Notifications } from '../alarms/notifications.ts';
import { checks } from '../checks/index.ts';
import { alertNames } from '../checks/job.ts';
import { dashboardName, functionName, stackName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { AlertStack } from './alert-stack.ts';
import { bundlingOf } from './bundling.ts';
import { deploymentWarnings, refuseUndeployable } from './guards.ts';
import { JobwatchFunction } from './jobwatch-function.ts';
import { toAskPrometheus, toPublish } from './permissions.ts';
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
    const notifications = new Notifications(this, 'Notifications', config);
    const schedules = this.addChecks(config);
    this.addListedAlarms(config, notifications);
    this.addCheckerAlarms({ config, notifications, schedules });
    this.tell(config, notifications);
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
  }

  private addChecks(config: Config): Schedules {
    const bundling = bundlingOf(config);
    const functions = checks.map(({ name, summary }) => {
      const { lambda } = new JobwatchFunction(this, `Check-${name}`, {
        name: functionName(config.service, name),
        entry: `${name}.ts`,
        description: `${summary}, once a minute`,
        memoryMegabytes: 256,
        timeoutSeconds: 50,
        permissions: [...toPublish(), ...toAskPrometheus(config)],
        bundling,
        vpc: config.vpc,
      });
      return [name, lambda] as const;
    });
    return new Schedules(this, 'Schedules', {
      service: config.service,
      functions: new Map(functions),
    });
  }

  private addListedAlarms({ fleet, ...config }: Config, notifications: Notifications): void {
    for (const alert of alertNames) {
      const plans = planAlert(alert, fleet, linksOf({ fleet, ...config }));
      // a stack without a resource is refused
      if (plans.length > 0) new AlertStack(this, alert, { plans, notifications });
    }
  }

  private addCheckerAlarms({ config, notifications, schedules }: CheckerParts): void {
    const checker: Checker = { fleet: config.fleet, links: linksOf(config) };
    for (const plan of [planSourceUnreachable(checker), ...planUnlisted(checker)]) {
      addAlarm(this, plan, notifications);
    }
    for (const [check, schedule] of schedules.byCheck) {
      const alarm = addAlarm(this, planNotReporting(check, checker), notifications);
      // before its schedule runs, a missing heartbeat is no trouble
      alarm.node.addDependency(schedule);
    }
  }

  private tell(config: Config, { warning, critical }: Notifications): void {
    for (const [id, text] of deploymentWarnings(config))
      Annotations.of(this).addWarningV2(id, text);
    new CfnOutput(this, 'DashboardUrl', { value: linksOf(config).dashboardUrl });
    new CfnOutput(this, 'WarningTopicArn', { value: warning.topicArn });
    new CfnOutput(this, 'CriticalTopicArn', { value: critical.topicArn });
  }
}

type CheckerParts = Readonly<{
  config: Config;
  notifications: Notifications;
  schedules: Schedules;
}>;

function linksOf({ runbookUrl, service }: Config): Links {
  const console = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home`;
  const dashboardUrl = `${console}?region=${Aws.REGION}#dashboards/dashboard/${dashboardName(service)}`;
  return { runbookUrl, dashboardUrl };
}
