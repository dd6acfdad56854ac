import { Aws } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { describeAlarm } from '../alarms/describe.ts';
import { findLinks } from '../alarms/links.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import type { Config } from '../config/config.ts';
import type { Severity } from '../model/job.ts';
import { severities } from '../notify/destinations.ts';
import { FallbackStack } from './fallback-stack.ts';
import type { Notifications } from './notifications.ts';
import { NotifierAlarms } from './notifier-alarms.ts';

export type FallbackProps = Readonly<{
  config: Config;
  plans: readonly AlarmPlan[];
  queue: IQueue;
  notifications: Notifications;
  /** What there must be before: the schedules, and the alarms that are watched. */
  after: readonly IConstruct[];
}>;

/** Actions of one alarm and state. Source: CloudWatch API reference, PutMetricAlarm. */
const mostActions = 5;

/** Who is told, and of what, where the notifier itself is dead. */
export function addFallback(scope: Construct, props: FallbackProps): void {
  const { config, notifications, after } = props;
  const reporting = addNotifierAlarms(scope, props).addReporting();
  for (const severity of severities) {
    const topic = notifications.findFallbackTopic(severity);
    if (topic === undefined) continue;
    const stack = new FallbackStack(
      scope,
      severity === 'critical' ? 'FallbackCritical' : 'FallbackWarnings',
      {
        ...{ service: config.service, severity, topic },
        alarmNames: listNames(props, severity),
        suppressor: reporting.alarmName,
        description: describe(config, severity),
      },
    );
    stack.node.addDependency(reporting, ...after);
  }
}

/** The alarms about the notifier itself. */
export function addNotifierAlarms(scope: Construct, props: FallbackProps): NotifierAlarms {
  const { config, queue, notifications, after } = props;
  const critical = notifications.findFallbackTopic('critical');
  const raw = notifications.findRawTopics({ job: undefined, severity: 'critical' });
  const topics = critical === undefined ? raw : [critical, ...raw].slice(0, mostActions);
  const alarms = new NotifierAlarms(scope, 'NotifierAlarms', { config, queue, topics });
  alarms.node.addDependency(...after.slice(0, 1));
  return alarms;
}

/** A paused job's alarms tell nobody. */
function listNames({ plans }: FallbackProps, severity: Severity): string[] {
  return plans
    .filter(plan => plan.severity === severity && plan.actionsEnabled)
    .map(({ name }) => name);
}

function describe(config: Config, severity: Severity): string {
  const text = {
    problem: `at least one ${severity} alarm of ${config.service} is on, and the notifier, which would say which and why, does not report. CloudWatch sends this in its place`,
    recovery: `no ${severity} alarm of ${config.service} is on any more`,
    firstLook:
      'See on the dashboard which alarms are on; `jobwatch check` says the same on your machine. Then see why the notifier does not report.',
    section: 'fallback-alarms',
  };
  return describeAlarm(text, findLinks(config, Aws.REGION));
}
