import type { Fleet } from '../model/job.ts';
import type { Config, Destination } from './config.ts';
import {
  defaultAddresses,
  defaultDelaySeconds,
  defaultLabels,
  defaultMetrics,
  defaultRunbookUrl,
  defaultSelector,
  defaultService,
  defaultUnlistedMaximum,
  lookbackMarginSeconds,
} from './defaults.ts';
import { resolveAuth } from './resolve-auth.ts';
import { resolveJob, resolveUnlisted } from './resolve-job.ts';
import type { ConfigInput } from './schema.ts';

/** What a configuration means where it names files: their directory, and the one that was read. */
export type Surroundings = Readonly<{
  baseDirectory: string;
  certificateAuthority: string | undefined;
}>;

/** A valid input with every default filled in. */
export function resolveConfig(input: ConfigInput, surroundings: Surroundings): Config {
  const { url, auth, headers } = input.prometheus;
  return {
    service: input.service ?? defaultService,
    connection: {
      url,
      auth: resolveAuth(auth, surroundings.baseDirectory),
      headers: headers ?? {},
      certificateAuthority: surroundings.certificateAuthority,
    },
    fleet: resolveFleet(input),
    notify: {
      warning: resolveDestination(input.notify?.warning),
      critical: resolveDestination(input.notify?.critical),
    },
    runbookUrl: input.runbook ?? defaultRunbookUrl,
    vpc: input.vpc,
    tags: input.tags ?? {},
    budgetMonthlyUsd: input.budget?.monthlyUsd,
  };
}

function resolveFleet(input: ConfigInput): Fleet {
  const { selector, metrics, labels, delay } = input.prometheus;
  const jobs = Object.entries(input.jobs).map(([name, job]) => resolveJob(name, job));
  const settings = resolveUnlisted();
  const staleLimits = [...jobs, settings].map(job => job.alerts.BackgroundJobCriticallyStale.limit);
  return {
    service: input.service ?? defaultService,
    jobs,
    unlisted: { maximum: input.unlisted?.maximum ?? defaultUnlistedMaximum, settings },
    source: {
      selector: selector ?? defaultSelector,
      metrics: withDefaults(defaultMetrics, metrics),
      labels: withDefaults(defaultLabels, labels),
    },
    lookbackSeconds: Math.max(...staleLimits) + lookbackMarginSeconds,
    delaySeconds: delay ?? defaultDelaySeconds,
  };
}

function withDefaults<Key extends string>(
  defaults: Readonly<Record<Key, string>>,
  given: Readonly<Partial<Record<Key, string | undefined>>> | undefined,
): Record<Key, string> {
  const entries = Object.entries<string>(defaults).map(([key, value]) => [
    key,
    given?.[key as Key] ?? value,
  ]);
  return Object.fromEntries(entries) as Record<Key, string>;
}

type DestinationInput = NonNullable<ConfigInput['notify']>['warning'];

function resolveDestination(input: DestinationInput): Destination {
  if (input === undefined) return { kind: 'mail', addresses: defaultAddresses };
  return 'topicArn' in input ? { kind: 'topic', ...input } : { kind: 'mail', addresses: input };
}
