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

/** The worst value / limit of one alert over all unlisted jobs; more than 1 breaches. */
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
 * `<service>/<job>/<alert>`. Neither a service nor an alert holds a slash, so a job may. It is
 * ASCII because it is the subject of a mail; a long job name is cut and ends with a hash.
 */
export function alarmName(service: string, job: string, alert: AlertName): string {
  const room = alarmNameLimit - service.length - alert.length - 2;
  return `${service}/${spell(job, room)}/${alert}`;
}

/** `<service>/<job>/warning` and `/critical`, where a job's verdict alone is published. */
export function verdictAlarmName(service: string, job: string, severity: Severity): string {
  return alarmName(service, job, severity);
}

/** With one slash, or a last part that no alert has, these are never a job's alarm. */
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

/** Begins the names of all alarms of a service, and of no other's. */
export function alarmPrefix(service: string): string {
  return `${service}/`;
}

/**
 * Alarms about the notifier, which tell people by themselves. They are none of the service's own
 * list: the notifier has nothing to say about them.
 */
export const notifierAlarms = [
  'NotifierNotReporting',
  'NotifierReporting',
  'NotificationsWaiting',
] as const;

export function notifierAlarmName(service: string, alarm: (typeof notifierAlarms)[number]): string {
  return `${service}/${alarm}`;
}

/** Of the alarm that CloudWatch mails in the notifier's place, and of the parts of a composite one. */
export function fallbackAlarmName(service: string, part?: number): string {
  const name = `${service}/FallbackAlarm`;
  return part === undefined ? name : `${name}/${part}`;
}

/**
 * One of each a service. A service's name is at most 40 letters, digits and hyphens, so that the
 * names below keep their limits, of which a Lambda function's 64 is the shortest.
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

/** Of the judge, which runs every minute. */
export function functionName(service: string): string {
  return `jobwatch-${service}-judge`;
}

/** The name of the notifier, which also runs every minute. */
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

/** What the notifier remembers, and what is muted. */
export function notifierTableName(service: string): string {
  return `jobwatch-${service}-notifier`;
}

export function scheduleName(service: string): string {
  return functionName(service);
}

/** AWS recommends the prefix, by which the console offers functions for custom widgets. */
export function widgetFunctionName(service: string): string {
  return `customWidget-jobwatch-${service}`;
}
