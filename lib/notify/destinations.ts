import { createHash } from 'node:crypto';
import { topicName } from '../cloudwatch/names.ts';
import type { ChannelKind, Destination, Notify, SecretReference } from '../config/config.ts';
import type { Severity } from '../model/job.ts';
import { matchesPattern } from '../schedule/maintenance.ts';
import type { Routes } from './routes.ts';

/** A topic that the stack creates, and the addresses that are subscribed to it. */
export type MailTopic = Readonly<{
  topicName: string;
  severity: Severity;
  addresses: readonly string[];
}>;

/** A recipient of the notifier; a mail list has a topic for each severity it gets. */
export type Recipient = Readonly<{ name: string }> &
  (
    | Readonly<{ kind: 'mail'; topics: readonly MailTopic[] }>
    | Readonly<{ kind: ChannelKind; secret: SecretReference }>
  );

export const severities = ['warning', 'critical'] as const;

type NotifyConfig = Readonly<{ service: string; notify: Notify }>;

type Named = Readonly<{ name: string; topic?: MailTopic; destination: Destination | undefined }>;

/**
 * Every recipient in the configuration, without duplicates. Alarms notify raw topics themselves.
 */
export function listRecipients(settings: NotifyConfig): Recipient[] {
  const { notify } = settings;
  const named = [notify, ...notify.routes].flatMap(recipients =>
    severities.flatMap(severity => nameAll(recipients[severity], severity, settings)),
  );
  return [...Map.groupBy(named, ({ name }) => name)].map(([name, all]) => {
    const destination = all[0]?.destination;
    if (destination !== undefined && 'secret' in destination) return { name, ...destination };
    const topics = new Map(all.flatMap(({ topic }) => (topic ? [[topic.topicName, topic]] : [])));
    return { name, kind: 'mail', topics: [...topics.values()] };
  });
}

/** Who is notified about what, by the recipients' names. */
export function createRoutes(settings: NotifyConfig): Routes {
  const { notify } = settings;
  const name = (severity: Severity, destinations: readonly Destination[]) => [
    ...new Set(nameAll(destinations, severity, settings).map(named => named.name)),
  ];
  return {
    defaults: {
      warning: name('warning', notify.warning),
      critical: name('critical', notify.critical),
    },
    routes: notify.routes.map(({ jobs, warning, critical }) => ({
      jobs,
      warning: name('warning', warning),
      critical: name('critical', critical),
    })),
  };
}

/** The topics that an alarm notifies itself, with CloudWatch's own messages. */
export function findRawTopics(
  { job, severity }: Readonly<{ job: string | undefined; severity: Severity }>,
  notify: Notify,
): string[] {
  const route = notify.routes.find(
    ({ jobs }) => job !== undefined && jobs.some(pattern => matchesPattern(pattern, job)),
  );
  return listRawTopics((route ?? notify)[severity]);
}

export function listRawTopics(destinations: readonly Destination[]): string[] {
  const arns = destinations.flatMap(to => (to.kind === 'topic' ? [to.topicArn] : []));
  return [...new Set(arns)];
}

/** Without recipients there is still a topic, to which people can subscribe. */
function nameAll(
  destinations: readonly Destination[],
  severity: Severity,
  settings: NotifyConfig,
): Named[] {
  if (destinations.length === 0) return [nameMail([], severity, settings)];
  return destinations.flatMap(destination => {
    if (destination.kind === 'topic') return [];
    if (destination.kind === 'mail') return [nameMail(destination.addresses, severity, settings)];
    const name = `${destination.kind}:${nameSecret(destination.secret)}`;
    return [{ name, destination }];
  });
}

function nameMail(
  addresses: readonly string[],
  severity: Severity,
  { service, notify }: NotifyConfig,
): Named {
  const usual = notify[severity].flatMap(to => (to.kind === 'mail' ? to.addresses : []));
  const isUsual = writeKey(usual) === writeKey(addresses);
  const suffix = isUsual ? '' : `-${hash(writeKey(addresses))}`;
  const topic = { topicName: `${topicName(service, severity)}${suffix}`, severity, addresses };
  const who = addresses.length === 0 ? topic.topicName : addresses.join(',');
  return { name: `mail:${who}`, topic, destination: undefined };
}

/** The same for the same addresses in any order, so that a topic is kept when a route moves. */
function writeKey(addresses: readonly string[]): string {
  return addresses.toSorted().join(' ');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * A secret's name is not secret: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:ops-AbCdEf`.
 */
function nameSecret(secret: SecretReference): string {
  if ('parameterArn' in secret) return secret.parameterArn.replace(/^.*:parameter\//, '');
  if ('env' in secret) return secret.env;
  if ('file' in secret) return secret.file.replace(/^.*\//, '');
  const name = secret.secretArn.replace(/^.*:secret:/, '').replace(/-[A-Za-z0-9]{6}$/, '');
  return secret.field === undefined ? name : `${name}.${secret.field}`;
}
