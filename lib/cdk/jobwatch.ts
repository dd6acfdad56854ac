import { Annotations, Aws, Stack, Tags } from 'aws-cdk-lib';
import { type IAlarm, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { allAlarms } from '../alarms/all-alarms.ts';
import { findLinks } from '../alarms/links.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import { jobDimensions, namespaceFor, type PublishedMetricName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import type { ConfigObject } from '../config/schema.ts';
import { summarizeCost } from '../cost/summarize.ts';
import type { Severity } from '../model/job.ts';
import { addAlarm } from './alarm.ts';
import { AlarmStack } from './alarm-stack.ts';
import { JobwatchDashboard } from './dashboard.ts';
import { addFallback } from './fallback.ts';
import { Functions } from './functions.ts';
import { refuseTaken, refuseUndeployable } from './guards.ts';
import { groupJobAlarms } from './job-groups.ts';
import { MinuteSchedules } from './minute-schedules.ts';
import { joinNetwork } from './network.ts';
import { Notifications } from './notifications.ts';
import { Notifier } from './notifier.ts';
import { readConfig } from './read-config.ts';
import { addTopics } from './topics.ts';
import { addVerdictFallback } from './verdict-fallback.ts';
import { findDeploymentWarnings } from './warnings.ts';

/** The configuration, and the resources of your app that it uses. */
export type JobwatchProps = Readonly<{
  /** The content of a configuration file as an object, or the result of `loadConfig`. */
  config?: ConfigObject | Config;
  /** Path of a configuration file, instead of `config`. */
  configFile?: string;
  /** Network of the functions that query Prometheus, instead of the configuration's own `vpc`. */
  vpc?: IVpc;
  /** Subnets of `vpc`; by default its private ones. They need a route to Prometheus and to AWS. */
  vpcSubnets?: SubnetSelection;
  /** By default a new group, which allows outgoing connections. */
  securityGroups?: readonly ISecurityGroup[];
  /**
   * Topics that each alarm of a severity notifies itself, in addition to those of the
   * configuration.
   */
  topics?: Readonly<Partial<Record<Severity, readonly ITopic[]>>>;
  /** Encrypts the topics that are created for mail. CloudWatch and the notifier may use it. */
  topicKey?: IKey;
}>;

/** The functions. The judge and the notifier run every minute, the widget for each viewer. */
export type JobwatchFunctions = Readonly<{
  judge: IFunction;
  notifier: IFunction;
  widget: IFunction;
}>;

/**
 * Everything of one service in your stack: functions, schedule, alarms, topics and dashboard.
 * Several of them need services with different names. No account is queried. Throws `ConfigError`,
 * and `DeploymentError` for a configuration that is valid but cannot be deployed.
 */
export class Jobwatch extends Construct {
  /** The configuration with every default filled in. */
  readonly config: Config;
  /** Every alarm, including those on Jobwatch itself. */
  readonly alarms: readonly IAlarm[];
  /** The topics for mail that were created, by the severity that they get without a route. */
  readonly topics: Readonly<Partial<Record<Severity, ITopic>>>;
  readonly dashboard: JobwatchDashboard;
  readonly functions: JobwatchFunctions;
  /** URL of the dashboard in the console. */
  readonly dashboardUrl: string;

  constructor(scope: Construct, id: string, props: JobwatchProps) {
    super(scope, id);
    const given = addTopics(readConfig(props), props.topics);
    const config = joinNetwork(this, given, props);
    this.config = config;
    refuseUndeployable(config);
    refuseTaken(this);
    const { service, notify } = config;
    const plans = allAlarms(config, Aws.REGION);
    const { judge, widget } = new Functions(this, 'Functions', config);
    const notifications = new Notifications(this, 'Notifications', {
      ...{ service, notify },
      key: props.topicKey,
      given: props.topics ?? {},
    });
    const { topics } = notifications;
    const { lambda: notifier, queue } = new Notifier(this, 'Notifier', { config, topics });
    props.topicKey?.grantEncryptDecrypt(notifier);
    const schedules = new MinuteSchedules(this, 'Schedules', { service, judge, notifier });
    const { own, stacks } = this.addAlarms(plans, { notifications, schedules });
    const fallback = { config, plans, queue, notifications, after: [schedules, ...stacks] };
    if (config.alarms === 'job') addVerdictFallback(this, fallback);
    else addFallback(this, fallback);
    this.alarms = [...own, ...stacks.flatMap(({ alarms }) => alarms)];
    this.topics = notifications.own;
    this.functions = { judge, notifier, widget };
    const parts = { widgetFunctionArn: widget.functionArn, alarmArns: listArns(plans) };
    this.dashboard = new JobwatchDashboard(this, 'Dashboard', { config, ...parts });
    this.dashboardUrl = findLinks(config, Aws.REGION).dashboardUrl;
    this.annotate();
  }

  /**
   * A published metric of a job, or of the whole service if no job is named, for your own alarms
   * and widgets.
   */
  metric(name: PublishedMetricName, job?: string, options: MetricOptions = {}): Metric {
    return new Metric({
      statistic: 'Maximum',
      ...options,
      namespace: namespaceFor(this.config.service),
      metricName: name,
      dimensionsMap: job === undefined ? {} : jobDimensions(job),
    });
  }

  private addAlarms(plans: readonly AlarmPlan[], context: AlarmContext) {
    const { notifications, schedules } = context;
    const own = plans
      .filter(({ job }) => job === undefined)
      .map(plan => {
        const alarm = addAlarm(this, plan, notifications);
        // Before the schedule runs, a missing heartbeat is not a problem.
        if (plan.treatMissingData === 'breaching') alarm.node.addDependency(schedules);
        return alarm;
      });
    const stacks = [...groupJobAlarms(plans, this.config.alarms)].map(
      ([name, group]) => new AlarmStack(this, name, { plans: group, notifications }),
    );
    return { own, stacks };
  }

  private annotate(): void {
    for (const [id, text] of findDeploymentWarnings(this.config)) {
      Annotations.of(Stack.of(this)).addWarningV2(id, text);
    }
    Annotations.of(Stack.of(this)).addInfo(summarizeCost(this.config));
    for (const [key, value] of Object.entries(this.config.tags)) Tags.of(this).add(key, value);
  }
}

type AlarmContext = Readonly<{ notifications: Notifications; schedules: MinuteSchedules }>;

/** By name, not by reference: alarms of nested stacks would need an output each. */
function listArns(plans: readonly AlarmPlan[]): Record<Severity, string[]> {
  const prefix = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:`;
  const list = (severity: Severity) =>
    plans.filter(plan => plan.severity === severity).map(({ name }) => `${prefix}${name}`);
  return { critical: list('critical'), warning: list('warning') };
}
