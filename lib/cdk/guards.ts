import type { Auth, Config, SecretReference } from '../config/config.ts';
import { overBudget } from '../cost/budget.ts';

export type DeploymentErrorCode = 'too-many-jobs' | 'secret-not-in-aws' | 'over-budget';

const loopback = /^(localhost|127\..*|\[::1\])$/;

/** A configuration that is valid but cannot be deployed. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
  readonly code: DeploymentErrorCode;

  constructor(code: DeploymentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A nested stack holds 500 resources: an alarm a job, and some room. */
export const mostListedJobs = 490;

/** Above this a source that comes back to many breaches at once mails more than 10 a second. */
export const mostJobsWithMail = 20;

/** Refuses what would fail in the deployment, in every run after it, or on the bill. */
export function refuseUndeployable(config: Config): void {
  const { fleet, connection } = config;
  const count = fleet.jobs.length;
  if (count > mostListedJobs) {
    const message = `jobs: found ${count}, expected at most ${mostListedJobs} in one stack. Split them: give each group of jobs a config with a "service" of its own, and deploy each with -c config=<file>.`;
    throw new DeploymentError('too-many-jobs', message);
  }
  const secret = secretOf(connection.auth);
  if (secret !== undefined && ('env' in secret || 'file' in secret)) {
    const where = 'env' in secret ? `environment variable ${secret.env}` : `file ${secret.file}`;
    const message = `prometheus.auth: found the ${where}, which a Lambda does not have, expected a secret in AWS (secretArn or parameterArn)`;
    throw new DeploymentError('secret-not-in-aws', message);
  }
  const over = overBudget(config);
  if (over !== undefined) throw new DeploymentError('over-budget', over.message);
}

function secretOf(auth: Auth): SecretReference | undefined {
  if (auth.kind === 'basic') return auth.password;
  return auth.kind === 'bearer' ? auth.token : undefined;
}

/** What a deployment should think over, by id. */
export function deploymentWarnings({
  fleet,
  notify,
  connection,
}: Config): [id: string, text: string][] {
  const destinations = [notify.warning, notify.critical];
  const mails = destinations.some(to => to.kind === 'mail' && to.addresses.length > 0);
  const told = destinations.every(to => to.kind === 'topic' || to.addresses.length > 0);
  const warnings: [string, string][] = [];
  if (mails && fleet.jobs.length > mostJobsWithMail) {
    warnings.push([
      'jobwatch:mail-burst',
      `${fleet.jobs.length} listed jobs may mail at once. SNS suspends a mail subscription that gets more than 10 messages a second, and deletes it after two days: use a topic of your own (notify: { critical: { topicArn: ... } }) with a chat or paging tool behind it.`,
    ]);
  }
  if (loopback.test(new URL(connection.url).hostname)) {
    warnings.push([
      'jobwatch:loopback-url',
      `prometheus.url is ${connection.url}: inside a function that is the function itself. Name an address that it can reach, and "vpc:" where that is a private one.`,
    ]);
  }
  if (!told) {
    warnings.push([
      'jobwatch:nobody-told',
      'An alarm that nobody is told of only changes colour: name mail addresses or a topic for both severities under "notify:".',
    ]);
  }
  const secret = secretOf(connection.auth);
  if (secret !== undefined && 'secretArn' in secret && !endsAsSecretsDo.test(secret.secretArn)) {
    warnings.push([
      'jobwatch:short-secret-arn',
      `${secret.secretArn} lacks the hyphen and six characters that end a secret's ARN: the functions' right to read it would not hold. "aws secretsmanager describe-secret" prints the whole ARN.`,
    ]);
  }
  return warnings;
}

/** IAM compares whole ARNs. Source: Secrets Manager guide, what's in a secret. */
const endsAsSecretsDo = /-[A-Za-z0-9]{6}$/;
