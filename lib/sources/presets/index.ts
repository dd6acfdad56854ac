import type { Preset } from '../preset.ts';
import { airflow } from './airflow.ts';
import { argoWorkflows } from './argo-workflows.ts';
import { bullmq } from './bullmq.ts';
import { celery } from './celery.ts';
import { jenkins } from './jenkins.ts';
import { jobs } from './jobs.ts';
import { kubernetesCronjobs } from './kubernetes-cronjobs.ts';
import { kubernetesJobs } from './kubernetes-jobs.ts';
import { oban } from './oban.ts';
import { pushgateway } from './pushgateway.ts';
import { river } from './river.ts';
import { sidekiq } from './sidekiq.ts';
import { springBatch } from './spring-batch.ts';
import { springScheduled } from './spring-scheduled.ts';
import { supercronic } from './supercronic.ts';
import { systemdTimers } from './systemd-timers.ts';
import { velero } from './velero.ts';

/** Every preset, in the order of the docs. */
export const presets: readonly Preset[] = [
  jobs,
  kubernetesCronjobs,
  kubernetesJobs,
  pushgateway,
  systemdTimers,
  sidekiq,
  celery,
  bullmq,
  springBatch,
  springScheduled,
  supercronic,
  velero,
  airflow,
  argoWorkflows,
  river,
  oban,
  jenkins,
];

/** The preset of a name. Throws a RangeError if there is none. */
export function findPreset(name: string): Preset {
  const preset = presets.find(candidate => candidate.name === name);
  if (preset === undefined) throw new RangeError(`there is no preset ${name}`);
  return preset;
}
