import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config, SecretReference } from '../config/config.ts';
import { overBudget } from '../cost/budget.ts';
import { listRawTopics } from '../notify/destinations.ts';
import { DeploymentError } from './deployment-error.ts';
import { mostJobsPerGroup, nameGroup } from './job-groups.ts';
import { findSecrets } from './secrets.ts';

/** A nested stack may have 500 resources: an alarm per job, and some room. */
export const mostListedJobs = 490;

/** If only verdicts are published: with more jobs, a round would take too much of its minute. */
export const mostJobsWithVerdicts = 2_000;

/** Actions of one alarm and state. Source: CloudWatch API reference, PutMetricAlarm. */
const mostActions = 5;

const severities = ['warning', 'critical'] as const;

/** Rejects what would fail in the deployment, in every round after it, or on the bill. */
export function refuseUndeployable(config: Config): void {
  refuseTooManyJobs(config);
  refuseSecretsOfTheDesk(config);
  refuseTooManyTopics(config);
  const over = overBudget(config);
  if (over !== undefined) throw new DeploymentError('over-budget', over.message);
}

/**
 * The names of all resources of a service contain its name, so a stack can contain a service only
 * once.
 */
export function refuseTaken(construct: Construct & Readonly<{ config: Config }>): void {
  const { service } = construct.config;
  const isSame = (node: unknown) =>
    node instanceof construct.constructor &&
    node !== construct &&
    (node as typeof construct).config?.service === service;
  if (!Stack.of(construct).node.findAll().some(isSame)) return;
  const message = `service: found ${service} twice in one stack, expected a different name for each`;
  throw new DeploymentError('service-taken', message);
}

function refuseTooManyJobs({ fleet, alarms }: Config): void {
  const count = fleet.jobs.length;
  const most = alarms === 'job' ? mostJobsWithVerdicts : mostListedJobs;
  const groups = Map.groupBy(fleet.jobs, ({ name }) => nameGroup(name));
  const isUneven = [...groups.values()].some(({ length }) => length > mostJobsPerGroup);
  if (count <= most && !(alarms === 'job' && isUneven)) return;
  const lean =
    alarms === 'alert' ? ` Or set "alarms: job", which allows ${mostJobsWithVerdicts}.` : '';
  const message = `jobs: found ${count}, expected at most ${most} in one stack. Split them: give each group of jobs a configuration with its own "service", and deploy each with -c config=<file>.${lean}`;
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
  const all = [
    ['notify', notify] as const,
    ...notify.routes.map((route, index) => [`notify.routes[${index}]`, route] as const),
  ];
  for (const [path, recipients] of all) {
    for (const severity of severities) {
      const count = listRawTopics(recipients[severity]).length;
      if (count <= mostActions) continue;
      const message = `${path}.${severity}: found ${count} topics, expected at most ${mostActions}, because an alarm allows no more. Subscribe several readers to one topic.`;
      throw new DeploymentError('too-many-topics', message);
    }
  }
}
