import type { Fleet } from '../model/job.ts';
import type { Maintenance } from '../model/schedule.ts';
import type { Source } from '../model/source.ts';
import type { Config, Connection } from './config.ts';
import {
  defaultAlarms,
  defaultDashboardConcurrency,
  defaultDelaySeconds,
  defaultRunbookUrl,
  defaultSelector,
  defaultService,
  defaultSources,
  defaultTimezone,
  defaultUnlistedMaximum,
} from './defaults.ts';
import { resolveAuth } from './resolve-auth.ts';
import { resolveJob, resolveUnlisted } from './resolve-job.ts';
import { resolveNotify } from './resolve-notify.ts';
import { resolveSecret } from './resolve-secret.ts';
import { resolveSource } from './resolve-source.ts';
import type { ConfigInput } from './schema.ts';

/** The directory for relative paths, and the certificate file that was read. */
type ResolveContext = Readonly<{
  baseDirectory: string;
  certificateAuthority: string | undefined;
}>;

/** Fills in every default of a valid configuration. */
export function resolveConfig(input: ConfigInput, context: ResolveContext): Config {
  const { baseDirectory } = context;
  const { deadMansSwitch } = input;
  return {
    service: input.service ?? defaultService,
    connection: resolveConnection(input.prometheus, context),
    fleet: resolveFleet(input),
    maintenance: (input.maintenance ?? []).map(resolveMaintenance),
    notify: resolveNotify(input.notify, baseDirectory),
    deadMansSwitch:
      deadMansSwitch === undefined ? undefined : resolveSecret(deadMansSwitch, baseDirectory),
    alarms: input.alarms ?? defaultAlarms,
    runbookUrl: input.runbook ?? defaultRunbookUrl,
    vpc: input.vpc,
    dashboardConcurrency: resolveConcurrency(input.dashboard?.concurrency),
    tags: input.tags ?? {},
    budgetMonthlyUsd: input.budget?.monthlyUsd,
  };
}

function resolveConcurrency(given: number | false | undefined): number | undefined {
  return given === false ? undefined : (given ?? defaultDashboardConcurrency);
}

function resolveConnection(
  { url, auth, headers = {} }: ConfigInput['prometheus'],
  { baseDirectory, certificateAuthority }: ResolveContext,
): Connection {
  const values = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : resolveSecret(value, baseDirectory),
  ]);
  return {
    url,
    auth: resolveAuth(auth, baseDirectory),
    headers: Object.fromEntries(values) as Connection['headers'],
    certificateAuthority,
  };
}

function resolveFleet(input: ConfigInput): Fleet {
  const { defaults = {} } = input;
  const { selector = defaultSelector, delay } = input.prometheus;
  const sources = Object.entries(input.sources ?? defaultSources).map(([name, source]) =>
    resolveSource(name, source, selector),
  );
  const jobs = Object.entries(input.jobs).map(([key, job]) =>
    resolveJob(key, job, { defaults, source: findSource(sources, job.source) }),
  );
  return {
    service: input.service ?? defaultService,
    jobs,
    unlisted: {
      maximum: input.unlisted?.maximum ?? defaultUnlistedMaximum,
      settings: resolveUnlisted(defaults),
    },
    sources,
    delaySeconds: delay ?? defaultDelaySeconds,
  };
}

/** Finds the source with a name, or the first source. The name has been checked before. */
export function findSource(sources: readonly Source[], name: string | undefined): Source {
  const source = name === undefined ? sources[0] : sources.find(known => known.name === name);
  if (source === undefined) throw new RangeError(`there is no source ${name}`);
  return source;
}

type MaintenanceInput = NonNullable<ConfigInput['maintenance']>[number];

function resolveMaintenance(input: MaintenanceInput): Maintenance {
  const { jobs, schedule, timezone = defaultTimezone, except = [], duration, reason } = input;
  const crons = schedule.map(cron => cron.trim());
  return { jobs, schedule: { crons, timezone, except }, durationSeconds: duration, reason };
}
