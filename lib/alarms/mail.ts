import { topicName } from '../cloudwatch/names.ts';
import type { Destination, Recipients } from '../config/config.ts';
import type { Severity } from '../model/job.ts';
import type { AlarmPlan } from './plan.ts';
import { changedAt, decimal, formatReason } from './state-change.ts';

/** A mail as its reader sees it. */
export type Mail = Readonly<{ from: string; subject: string; body: string }>;

/** The service of the alarm, and the topics that it notifies. */
type Sender = Readonly<{ service: string; notify: Recipients }>;

/** The region for examples; the account number is the one that AWS's own documents use. */
export const exampleRegion = 'eu-west-1';
const exampleRegionName = 'EU (Ireland)';
const exampleAccount = '123456789012';

/** Longest subject of SNS, in characters. Source: SNS API reference, Publish. */
const subjectLimit = 100;

/** A note that the mail is an example. */
export const mailNote =
  'The frame is that of Amazon CloudWatch and SNS (docs/mail.md names its sources); Jobwatch writes the name and the description. Account, region, time and values are examples.';

/**
 * The mail sent when an alarm begins. The frame around the description is AWS's: its fixed
 * sentences and lines, as in mails of CloudWatch alarms from 2021 to 2026.
 */
export function composeMail(plan: AlarmPlan, sender: Sender): Mail {
  const { severity } = plan;
  const topic = sender.notify[severity].find(isTopic);
  const name = topic === undefined ? `Jobwatch ${sender.service} ${severity}` : undefined;
  const topicArn = topic?.topicArn ?? exampleTopic(sender.service, severity);
  return {
    from: `${name ?? 'AWS Notifications'} <no-reply@sns.amazonaws.com>`,
    subject: formatSubject(plan.name),
    body: [
      ...opening(plan),
      ...details(plan),
      ...metric(plan),
      ...actions(topicArn),
      ...footer(topicArn),
    ].join('\n'),
  };
}

/** Headers, a blank line, the body. */
export function formatAlarmMail({ from, subject, body }: Mail): string {
  return `From: ${from}\nSubject: ${subject}\n\n${body}\n`;
}

function isTopic(destination: Destination): destination is Destination & { kind: 'topic' } {
  return destination.kind === 'topic';
}

function exampleTopic(service: string, severity: Severity): string {
  return `arn:aws:sns:${exampleRegion}:${exampleAccount}:${topicName(service, severity)}`;
}

function formatSubject(name: string): string {
  const frame = `ALARM: "" in ${exampleRegionName}`;
  const room = subjectLimit - frame.length;
  const shown = name.length <= room ? name : `${name.slice(0, room - 3)}...`;
  return `ALARM: "${shown}" in ${exampleRegionName}`;
}

function opening(plan: AlarmPlan): string[] {
  const console = `https://${exampleRegion}.console.aws.amazon.com/cloudwatch/deeplink.js`;
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${plan.name}" in the ${exampleRegionName} region has entered the ALARM state, because "${formatReason(plan)}" at "${changedAt()}".`,
    '',
    'View this alarm in the AWS Management Console:',
    `${console}?region=${exampleRegion}#alarmsV2:alarm/${encodeURIComponent(plan.name)}`,
    '',
  ];
}

function details(plan: AlarmPlan): string[] {
  return [
    'Alarm Details:',
    line(28, 'Name', plan.name),
    line(28, 'Description', plan.description),
    line(28, 'State Change', 'OK -> ALARM'),
    line(28, 'Reason for State Change', formatReason(plan)),
    line(28, 'Timestamp', changedAt()),
    line(28, 'AWS Account', exampleAccount),
    line(
      28,
      'Alarm Arn',
      `arn:aws:cloudwatch:${exampleRegion}:${exampleAccount}:alarm:${plan.name}`,
    ),
    '',
  ];
}

function metric(plan: AlarmPlan): string[] {
  const { comparison, threshold, datapointsToAlarm, evaluationPeriods, periodSeconds } = plan;
  // CDK writes an alarm's dimensions in the order of their names
  const dimensions = Object.entries(plan.dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `[${name} = ${value}]`);
  return [
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${comparison} ${decimal(threshold)} for at least ${datapointsToAlarm} of the last ${evaluationPeriods} period(s) of ${periodSeconds} seconds.`,
    '',
    'Monitored Metric:',
    line(37, 'MetricNamespace', plan.namespace),
    line(37, 'MetricName', plan.metric),
    line(37, 'Dimensions', dimensions.join(' ')),
    line(37, 'Period', `${periodSeconds} seconds`),
    line(37, 'Statistic', 'Maximum'),
    line(37, 'Unit', 'not specified'),
    line(37, 'TreatMissingData', plan.treatMissingData),
    '',
    '',
  ];
}

function actions(topicArn: string): string[] {
  return [
    'State Change Actions:',
    `- OK: [${topicArn}]`,
    `- ALARM: [${topicArn}]`,
    '- INSUFFICIENT_DATA:',
    '',
    '',
  ];
}

/** The text that SNS adds to every mail of a subscription. */
function footer(topicArn: string): string[] {
  const subscription = `${topicArn}:00000000-0000-0000-0000-000000000000`;
  return [
    '--',
    'If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:',
    `https://sns.${exampleRegion}.amazonaws.com/unsubscribe.html?SubscriptionArn=${subscription}&Endpoint=you@example.com`,
    '',
    'Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support',
  ];
}

/** A line of the frame, with its value in a fixed column. */
function line(column: number, name: string, value: string): string {
  return `- ${`${name}:`.padEnd(column)}${value}`;
}
