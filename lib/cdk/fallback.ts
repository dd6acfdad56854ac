import { Aws } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { describeAlarm } from '../alarms/describe.ts';
import { findLinks } from '../alarms/links.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import type { Config } from '../config/config.ts';
import { FallbackStack } from './fallback-stack.ts';
import type { Notifications } from './notifications.ts';
import { NotifierAlarms } from './notifier-alarms.ts';

export type FallbackProps = Readonly<{
  config: Config;
  plans: readonly AlarmPlan[];
  queue: IQueue;
  notifications: Notifications;
  /** What must exist before: the schedules, and the alarms that are watched. */
  after: readonly IConstruct[];
}>;

/** Actions of one alarm and state. Source: CloudWatch API reference, PutMetricAlarm. */
const mostActions = 5;

/**
 * What CloudWatch sends in place of the notifier: one alarm on all others, whatever their severity.
 */
export function addFallback(scope: Construct, props: FallbackProps): void {
  const { config, plans, notifications, after } = props;
  const reporting = addNotifierAlarms(scope, props).addReporting();
  const topics = notifications.findFallbackTopics();
  if (topics.length === 0) return;
  // a paused job's alarms notify nobody
  const alarmNames = plans.filter(plan => plan.actionsEnabled).map(({ name }) => name);
  const stack = new FallbackStack(scope, 'Fallback', {
    ...{ service: config.service, alarmNames, topics },
    suppressor: reporting.alarmName,
    description: describeFallback(config),
  });
  stack.node.addDependency(reporting, ...after);
}

/** The alarms about the notifier itself. */
export function addNotifierAlarms(scope: Construct, props: FallbackProps): NotifierAlarms {
  const { config, queue, notifications, after } = props;
  const [critical] = notifications.findFallbackTopics();
  const raw = notifications.findRawTopics({ job: undefined, severity: 'critical' });
  const topics = critical === undefined ? raw : [critical, ...raw].slice(0, mostActions);
  const alarms = new NotifierAlarms(scope, 'NotifierAlarms', { config, queue, topics });
  alarms.node.addDependency(...after.slice(0, 1));
  return alarms;
}

/** The text of the mail that is sent in place of the notifier's. */
export function describeFallback(config: Config): string {
  const text = {
    problem: `at least one alarm of ${config.service} is on, and the notifier, which would report which and why, does not work. CloudWatch sends this mail instead`,
    recovery: 'the notifier works again, or no alarm is on any more',
    firstLook:
      'See on the dashboard which alarms are on, or run `jobwatch check` on your machine. Then find out why the notifier does not work.',
    section: 'fallback-alarms',
  };
  return describeAlarm(text, findLinks(config, Aws.REGION));
}
