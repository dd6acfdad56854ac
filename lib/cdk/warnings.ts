import { Token } from 'aws-cdk-lib';
import type { Config } from '../config/config.ts';
import { findSecrets } from './secrets.ts';

/** What to consider before a deployment: an id for CDK's annotation, and a sentence or two. */
type DeploymentWarning = readonly [id: string, text: string];

export function findDeploymentWarnings(config: Config): DeploymentWarning[] {
  return [
    ...warnOfNoFallback(config),
    ...warnOfLoopback(config),
    ...warnOfSilence(config),
    ...warnOfShortArns(config),
  ];
}

/** A failed notifier notifies nobody, and CloudWatch can only use mail and topics. */
function warnOfNoFallback({ notify }: Config): DeploymentWarning[] {
  const all = [...notify.warning, ...notify.critical];
  if (all.length === 0 || all.some(({ kind }) => kind === 'mail' || kind === 'topic')) return [];
  const text =
    'If the notifier itself fails, only CloudWatch can notify anyone, by mail or through a topic: name a mail address in addition to the channels under "notify:".';
  return [['jobwatch:no-fallback', text]];
}

const loopback = /^(localhost|127\..*|\[::1\])$/;

function warnOfLoopback({ connection }: Config): DeploymentWarning[] {
  if (!loopback.test(new URL(connection.url).hostname)) return [];
  const text = `prometheus.url is ${connection.url}: inside a function that is the function itself. Name an address that it can reach, and "vpc:" if that address is private.`;
  return [['jobwatch:loopback-url', text]];
}

function warnOfSilence({ notify }: Config): DeploymentWarning[] {
  if (notify.warning.length > 0 && notify.critical.length > 0) return [];
  const text =
    'An alarm that nobody is notified about only changes its state: name mail addresses or a topic for both severities under "notify:".';
  return [['jobwatch:nobody-told', text]];
}

/** IAM compares whole ARNs. Source: Secrets Manager guide, what's in a secret. */
const wholeArnEnd = /-[A-Za-z0-9]{6}$/;

/** The whole ARN of a resource that the app creates. */
const hasWholeEnd = (arn: string) => Token.isUnresolved(arn) || wholeArnEnd.test(arn);

function warnOfShortArns(config: Config): DeploymentWarning[] {
  const arns = findSecrets(config).flatMap(({ secret }) =>
    'secretArn' in secret && !hasWholeEnd(secret.secretArn) ? [secret.secretArn] : [],
  );
  return [...new Set(arns)].map(arn => [
    'jobwatch:short-secret-arn',
    `${arn} lacks the hyphen and six characters that end a secret's ARN: the functions would not be allowed to read the secret. "aws secretsmanager describe-secret" prints the whole ARN.`,
  ]);
}
