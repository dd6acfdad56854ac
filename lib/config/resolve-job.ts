import { windowFor } from '../checks/windows.ts';
import type { AlertName, AlertSetting, Job, WindowName } from '../model/job.ts';
import {
  defaultAlerts,
  defaultHasItems,
  defaultHasQueue,
  defaultPaused,
  originalWindowSeconds,
  stalenessFloor,
} from './defaults.ts';
import type { JobInput } from './schema-job.ts';

type JobSettings = Partial<JobInput>;

/** A listed job with every setting resolved. */
export function resolveJob(name: string, input: JobInput): Job {
  return { name, listed: true, ...resolveSettings(input) };
}

/** What holds for a job that nobody listed: nothing is known of its schedule. */
export function resolveUnlisted(): Omit<Job, 'name'> {
  return { listed: false, ...resolveSettings({}) };
}

function resolveSettings(input: JobSettings): Omit<Job, 'name' | 'listed'> {
  return {
    intervalSeconds: input.interval,
    sinceSeconds: input.since,
    paused: input.paused ?? defaultPaused,
    hasQueue: isPresent(input.queue, defaultHasQueue),
    hasItems: isPresent(input.items, defaultHasItems),
    windowSeconds: resolveWindows(input),
    alerts: {
      ...failureAlerts(input.failures),
      ...stalenessAlerts(input.staleness, input.interval),
      ...durationAlerts(input.duration),
      ...queueAlerts(settingsOf(input.queue)),
      BackgroundJobHighItemFailureRate: setting(settingsOf(input.items), defaultAlerts.items),
    },
  };
}

function isPresent(value: boolean | object | undefined, byDefault: boolean): boolean {
  return typeof value === 'object' ? true : (value ?? byDefault);
}

function settingsOf<Settings extends object>(
  value: boolean | Settings | undefined,
): Settings | undefined {
  return typeof value === 'object' ? value : undefined;
}

function resolveWindows(input: JobSettings): Record<WindowName, number | undefined> {
  const byDefault = (window: WindowName) =>
    windowFor(originalWindowSeconds[window], input.interval);
  return {
    failures: input.failures?.window ?? byDefault('failures'),
    criticalFailures: input.failures?.criticalWindow ?? byDefault('criticalFailures'),
    duration: input.duration?.window ?? byDefault('duration'),
    items: settingsOf(input.items)?.window ?? byDefault('items'),
  };
}

type Warning = Readonly<{ warning?: number | undefined; hold?: number | undefined }>;

type Critical = Readonly<{ critical?: number | undefined; criticalHold?: number | undefined }>;

function setting(
  input: Warning | undefined,
  byDefault: Readonly<{ warning: number; holdMinutes: number }>,
): AlertSetting {
  return {
    limit: input?.warning ?? byDefault.warning,
    holdMinutes: input?.hold ?? byDefault.holdMinutes,
  };
}

function criticalSetting(
  input: Critical | undefined,
  byDefault: Readonly<{ critical: number; criticalHoldMinutes: number }>,
): AlertSetting {
  return {
    limit: input?.critical ?? byDefault.critical,
    holdMinutes: input?.criticalHold ?? byDefault.criticalHoldMinutes,
  };
}

type Alerts<Name extends AlertName> = Record<Name, AlertSetting>;

function failureAlerts(
  input: JobSettings['failures'],
): Alerts<'BackgroundJobFailing' | 'BackgroundJobCriticalFailureRate'> {
  return {
    BackgroundJobFailing: setting(input, defaultAlerts.failures),
    BackgroundJobCriticalFailureRate: criticalSetting(input, defaultAlerts.failures),
  };
}

function stalenessAlerts(
  input: JobSettings['staleness'],
  intervalSeconds: number | undefined,
): Alerts<'BackgroundJobNotRunning' | 'BackgroundJobCriticallyStale'> {
  const byDefault = {
    ...defaultAlerts.staleness,
    warning: stalenessLimit('warning', intervalSeconds),
    critical: stalenessLimit('critical', intervalSeconds),
  };
  return {
    BackgroundJobNotRunning: setting(input, byDefault),
    BackgroundJobCriticallyStale: criticalSetting(input, byDefault),
  };
}

function stalenessLimit(
  severity: 'warning' | 'critical',
  intervalSeconds: number | undefined,
): number {
  const { seconds, intervals } = stalenessFloor[severity];
  return Math.max(seconds, intervals * (intervalSeconds ?? 0));
}

function durationAlerts(
  input: JobSettings['duration'],
): Alerts<'BackgroundJobHighDuration' | 'BackgroundJobCriticalDuration'> {
  return {
    BackgroundJobHighDuration: setting(input, defaultAlerts.duration),
    BackgroundJobCriticalDuration: criticalSetting(input, defaultAlerts.duration),
  };
}

type QueueSettings = Extract<JobInput['queue'], object>;

function queueAlerts(
  input: QueueSettings | undefined,
): Alerts<'BackgroundJobQueueGrowing' | 'BackgroundJobCriticalQueueSize'> {
  const { growth, size, holdMinutes, criticalHoldMinutes } = defaultAlerts.queue;
  return {
    BackgroundJobQueueGrowing: {
      limit: input?.growth ?? growth,
      holdMinutes: input?.hold ?? holdMinutes,
    },
    BackgroundJobCriticalQueueSize: {
      limit: input?.size ?? size,
      holdMinutes: input?.criticalHold ?? criticalHoldMinutes,
    },
  };
}
