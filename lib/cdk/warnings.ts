import type { Config } from '../config/config.ts';
import { listAddresses } from './notifications.ts';
import { findSecrets } from './secrets.ts';

/** What a deployment should think over: an id for CDK's annotation, and a sentence or two. */
export type DeploymentWarning = readonly [id: string, text: string];

/** Above this, a source that comes back to many breaches at once mails more than 10 a second. */
export const mostJobsWithMail = 20;

export function findDeploymentWarnings(config: Config): DeploymentWarning[] {
  return [
    ...warnOfMailBurst(config),
    ...warnOfLoopback(config),
    ...warnOfSilence(config),
    ...warnOfShortArns(config),
  ];
}

function warnOfMailBurst({ fleet, notify }: Config): DeploymentWarning[] {
  const addresses = [...listAddresses(notify.warning), ...listAddresses(notify.critical)];
  if (addresses.length === 0 || fleet.jobs.length <= mostJobsWithMail) return [];
  const text = `${fleet.jobs.length} listed jobs may mail at once. SNS suspends a mail subscription that gets more than 10 messages a second, and deletes it after two days: use a topic of your own (notify: { critical: [{ topicArn: ... }] }) with a chat or paging tool behind it.`;
  return [['jobwatch:mail-burst', text]];
}

const loopback = /^(localhost|127\..*|\[::1\])$/;

function warnOfLoopback({ connection }: Config): DeploymentWarning[] {
  if (!loopback.test(new URL(connection.url).hostname)) return [];
  const text = `prometheus.url is ${connection.url}: inside a function that is the function itself. Name an address that it can reach, and "vpc:" where that is a private one.`;
  return [['jobwatch:loopback-url', text]];
}

function warnOfSilence({ notify }: Config): DeploymentWarning[] {
  if (notify.warning.length > 0 && notify.critical.length > 0) return [];
  const text =
    'An alarm that nobody is told of only changes colour: name mail addresses or a topic for both severities under "notify:".';
  return [['jobwatch:nobody-told', text]];
}

/** IAM compares whole ARNs. Source: Secrets Manager guide, what's in a secret. */
const wholeArnEnd = /-[A-Za-z0-9]{6}$/;

function warnOfShortArns(config: Config): DeploymentWarning[] {
  const arns = findSecrets(config).flatMap(({ secret }) =>
    'secretArn' in secret && !wholeArnEnd.test(secret.secretArn) ? [secret.secretArn] : [],
  );
  return [...new Set(arns)].map(arn => [
    'jobwatch:short-secret-arn',
    `${arn} lacks the hyphen and six characters that end a secret's ARN: the functions' right to read it would not hold. "aws secretsmanager describe-secret" prints the whole ARN.`,
  ]);
}
