import type { AlertName, Severity } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import { spell } from './spelling.ts';

/** The namespace of a service's metrics, and the only one that its functions may publish in. */
export function namespaceFor(service: string): string {
  return `Jobwatch/${service}`;
}

/** Longest name of an alarm, in characters. Source: CloudWatch API reference, PutMetricAlarm. */
const alarmNameLimit = 255;

export type UnlistedMetricName = `Unlisted${AlertName}Ratio`;

/** Metrics that no check derives: about Jobwatch itself, or about all unlisted jobs together. */
type ServiceMetricName =
  | 'Heartbeat'
  | 'Verdict'
  | 'UnlistedVerdict'
  | 'WorstVerdict'
  | UnlistedMetricName;

export type PublishedMetricName = MetricName | ServiceMetricName;

/** The worst value / limit of one alert over all unlisted jobs; a value above 1 breaches. */
export function unlistedMetric(alert: AlertName): UnlistedMetricName {
  return `Unlisted${alert}Ratio`;
}

/** Dimensions by name: they identify a metric. */
export type Dimensions = Readonly<Record<string, string>>;

/** Metrics of the whole service: its namespace identifies it. */
export const serviceDimensions: Dimensions = {};

export function jobDimensions(job: string): Dimensions {
  return { Job: spell(job) };
}

/**
 * `<service>/<job>/<alert>`. Neither a service nor an alert contains a slash, so a job may. It is
 * ASCII because it is the subject of a mail; a long job name is cut and ends with a hash.
 */
export function alarmName(service: string, job: string, alert: AlertName): string {
  const room = alarmNameLimit - service.length - alert.length - 2;
  return `${service}/${spell(job, room)}/${alert}`;
}

/** `<service>/<job>/warning` and `/critical`, if only a job's verdict is published. */
export function verdictAlarmName(service: string, job: string, severity: Severity): string {
  return alarmName(service, job, severity);
}

/** With only one slash, or with a last part that is not an alert, these are never a job's alarm. */
export function unlistedAlarmName(service: string, alert: AlertName): string {
  return `${service}/Unlisted${alert}`;
}

export function unlistedVerdictAlarmName(service: string): string {
  return `${service}/UnlistedCritical`;
}

export function sourceUnreachableAlarmName(service: string): string {
  return `${service}/SourceUnreachable`;
}

export function notReportingAlarmName(service: string): string {
  return `${service}/NotReporting`;
}

export function unlistedJobsAlarmName(service: string): string {
  return `${service}/UnlistedJobs`;
}

export function tooManyUnlistedJobsAlarmName(service: string): string {
  return `${service}/TooManyUnlistedJobs`;
}

/** Begins the names of all alarms of a service, and of no other service's. */
export function alarmPrefix(service: string): string {
  return `${service}/`;
}

/**
 * Alarms about the notifier, which send messages by themselves. They are not in the service's own
 * list, because the notifier cannot report on itself.
 */
export const notifierAlarms = [
  'NotifierNotReporting',
  'NotifierReporting',
  'NotificationsWaiting',
] as const;

export function notifierAlarmName(service: string, alarm: (typeof notifierAlarms)[number]): string {
  return `${service}/${alarm}`;
}

/**
 * The name of the alarm that CloudWatch sends in place of the notifier, and of the parts of a
 * composite alarm.
 */
export function fallbackAlarmName(service: string, part?: number): string {
  const name = `${service}/FallbackAlarm`;
  return part === undefined ? name : `${name}/${part}`;
}

/**
 * There is one of each per service. A service's name has at most 40 letters, digits and hyphens, so
 * that the names below keep their limits. The shortest limit is the 64 characters of a Lambda
 * function.
 */
export function stackName(service: string): string {
  return `jobwatch-${service}`;
}

export function dashboardName(service: string): string {
  return stackName(service);
}

export function scheduleGroupName(service: string): string {
  return stackName(service);
}

export function topicName(service: string, severity: Severity): string {
  return `jobwatch-${service}-${severity}`;
}

/** Names the judge, which runs every minute. */
export function functionName(service: string): string {
  return `jobwatch-${service}-judge`;
}

/** Names the notifier, which also runs every minute. */
export function notifierFunctionName(service: string): string {
  return `jobwatch-${service}-notifier`;
}

/** Where state changes of alarms wait for the notifier, and where those go that it cannot read. */
export function changesQueueName(service: string): string {
  return `jobwatch-${service}-changes`;
}

export function unreadableQueueName(service: string): string {
  return `jobwatch-${service}-unreadable`;
}

/** The notifier's state, and what is muted. */
export function notifierTableName(service: string): string {
  return `jobwatch-${service}-notifier`;
}

export function scheduleName(service: string): string {
  return functionName(service);
}

/** AWS recommends the prefix; the console uses it to offer functions for custom widgets. */
export function widgetFunctionName(service: string): string {
  return `customWidget-jobwatch-${service}`;
}
