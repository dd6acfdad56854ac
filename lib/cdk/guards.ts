import type { Config, SecretReference } from '../config/config.ts';
import { overBudget } from '../cost/budget.ts';
import { DeploymentError } from './deployment-error.ts';
import { listAddresses, listTopicArns } from './notifications.ts';
import { findSecrets } from './secrets.ts';

/** A nested stack holds 500 resources: an alarm per job, and some room. */
export const mostListedJobs = 490;

/** Actions of one alarm and state. Source: CloudWatch API reference, PutMetricAlarm. */
const mostActions = 5;

const severities = ['warning', 'critical'] as const;

/** Refuses what would fail in the deployment, in every round after it, or on the bill. */
export function refuseUndeployable(config: Config): void {
  refuseTooManyJobs(config);
  refuseSecretsOfTheDesk(config);
  refuseTooManyTopics(config);
  refuseWithoutNotifier(config);
  refuseVerdicts(config);
  const over = overBudget(config);
  if (over !== undefined) throw new DeploymentError('over-budget', over.message);
}

function refuseTooManyJobs({ fleet }: Config): void {
  const count = fleet.jobs.length;
  if (count <= mostListedJobs) return;
  const message = `jobs: found ${count}, expected at most ${mostListedJobs} in one stack. Split them: give each group of jobs a config with a "service" of its own, and deploy each with -c config=<file>.`;
  throw new DeploymentError('too-many-jobs', message);
}

function refuseSecretsOfTheDesk(config: Config): void {
  for (const { path, secret } of findSecrets(config)) {
    const place = describeDeskPlace(secret);
    if (place === undefined) continue;
    const message = `${path}: found the ${place}, which a Lambda does not have, expected a secret in AWS (secretArn or parameterArn)`;
    throw new DeploymentError('secret-not-in-aws', message);
  }
}

function describeDeskPlace(secret: SecretReference): string | undefined {
  if ('env' in secret) return `environment variable ${secret.env}`;
  return 'file' in secret ? `file ${secret.file}` : undefined;
}

function refuseTooManyTopics({ notify }: Config): void {
  for (const severity of severities) {
    const destinations = notify[severity];
    const ours = listAddresses(destinations).length > 0 ? 1 : 0;
    const count = listTopicArns(destinations).length + ours;
    if (count <= mostActions) continue;
    const message = `notify.${severity}: found ${count} topics${ours === 1 ? ', one of them for mail' : ''}, expected at most ${mostActions}, as an alarm takes no more. Subscribe several readers to one topic.`;
    throw new DeploymentError('too-many-topics', message);
  }
}

/** What only the notifier can do, which is not part of the stack yet. */
function refuseWithoutNotifier({ notify, deadMansSwitch }: Config): void {
  const channels = severities.flatMap(severity =>
    notify[severity].flatMap(({ kind }) =>
      kind === 'mail' || kind === 'topic' ? [] : [`notify.${severity}.${kind}`],
    ),
  );
  const routes = notify.routes.length > 0 ? ['notify.routes'] : [];
  const outside = deadMansSwitch === undefined ? [] : ['deadMansSwitch'];
  const [path] = [...channels, ...routes, ...outside];
  if (path === undefined) return;
  const message = `${path}: needs the notifier, which this version does not deploy yet. Use mail addresses or { topicArn: ... } under "notify", for all jobs alike.`;
  throw new DeploymentError('not-deployed-yet', message);
}

function refuseVerdicts({ alarms }: Config): void {
  if (alarms === 'alert') return;
  const message = `alarms: found ${alarms}, which this version does not deploy yet, expected alert`;
  throw new DeploymentError('not-deployed-yet', message);
}
