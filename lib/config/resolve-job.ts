import type { Alert, ConfiguredRhythm } from '../checks/check.ts';
import type { AlertSetting, CheckName, Job, WindowName } from '../model/job.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Source } from '../model/source.ts';
import { defaultPaused, defaultTimezone } from './defaults.ts';
import { mergeJob } from './merge-job.ts';
import type { JobDefaults, JobInput } from './schema-job.ts';
import type { SectionInput } from './schema-section.ts';
import { listWindows, type Section, sections } from './sections.ts';

/** The default settings and the source of a job. */
type JobContext = Readonly<{ defaults: JobDefaults; source: Source }>;

/** Resolves every setting of a listed job. */
export function resolveJob(key: string, own: JobInput, { defaults, source }: JobContext): Job {
  const settings = resolveSettings(mergeJob(defaults, own));
  const has = findParts(source);
  const enabled = sections.map(({ check }) => [check, settings.enabled[check] && has[check]]);
  return {
    name: key,
    seriesName: own.name ?? key,
    source: source.name,
    listed: true,
    ...settings,
    enabled: Object.fromEntries(enabled) as Record<CheckName, boolean>,
  };
}

/** Resolves the settings of a source's unlisted jobs, which have no interval or schedule. */
export function resolveUnlisted(
  defaults: JobDefaults,
): Omit<Job, 'name' | 'seriesName' | 'source'> {
  const { since: _, paused: __, ...settings } = defaults;
  return { listed: false, ...resolveSettings(mergeJob(settings, {})) };
}

/** Finds the checks that a source has metrics for. */
export function findParts(source: Source): Readonly<Record<CheckName, boolean>> {
  const { runs, lastSuccess, duration, queue, items } = source;
  const canFail = runs?.kind !== 'triggers' || runs.failing !== undefined;
  const hasOutcomes = runs !== undefined && canFail;
  return {
    failures: hasOutcomes,
    staleness: lastSuccess !== undefined || runs !== undefined,
    // The start and end times of an object's run give its duration, and so does a trigger's.
    duration: duration !== undefined || runs?.kind === 'objects' || runs?.kind === 'triggers',
    queue: queue !== undefined,
    items: items !== undefined,
  };
}

type Settings = Omit<Job, 'name' | 'seriesName' | 'source' | 'listed'>;

function resolveSettings(input: JobInput): Settings {
  const schedule = resolveSchedule(input);
  const rhythm = { intervalSeconds: input.interval, schedule };
  return {
    ...rhythm,
    sinceSeconds: input.since,
    paused: input.paused ?? defaultPaused,
    enabled: resolveEnabled(input),
    windowSeconds: resolveWindows(input),
    alerts: Object.fromEntries(sections.flatMap(section => resolveAlerts(section, input, rhythm))),
  };
}

function resolveSchedule(input: JobInput): Schedule | undefined {
  if (input.schedule === undefined) return undefined;
  const { timezone = defaultTimezone, except = [] } = input;
  return { crons: input.schedule.map(cron => cron.trim()), timezone, except };
}

function resolveEnabled(input: JobInput): Record<CheckName, boolean> {
  const enabled = sections.map(({ check }) => [check, input[check] !== false]);
  return Object.fromEntries(enabled) as Record<CheckName, boolean>;
}

function findSettings(input: JobInput, check: CheckName): SectionInput {
  const section = input[check];
  return typeof section === 'object' ? section : {};
}

function resolveWindows(input: JobInput): Job['windowSeconds'] {
  const windows: Partial<Record<WindowName, number>> = {};
  for (const section of sections)
    for (const { key, window } of listWindows(section)) {
      const seconds = findSettings(input, section.check)[key];
      if (typeof seconds === 'number') windows[window] = seconds;
    }
  return windows;
}

function resolveAlerts(section: Section, input: JobInput, rhythm: ConfiguredRhythm) {
  const own = findSettings(input, section.check);
  const settings = section.check === 'staleness' ? { ...own, ...input.grace } : own;
  const limits = resolveLimits(settings, rhythm);
  return section.alerts.map((alert): [string, AlertSetting] => {
    const byDefault = alert.byDefault(rhythm);
    const hold = settings[alert.keys.hold];
    const setting = {
      limit: limits[alert.keys.limit] ?? keepOrder(alert, byDefault.limit, limits),
      holdMinutes: typeof hold === 'number' ? hold : byDefault.holdMinutes,
    };
    return [alert.name, setting];
  });
}

type Limits = Readonly<Record<string, number | undefined>>;

/** Converts limits to numbers. A limit in runs needs an interval. */
function resolveLimits(settings: SectionInput, { intervalSeconds }: ConfiguredRhythm): Limits {
  const limits = Object.entries(settings).map(([key, value]) => {
    if (typeof value !== 'object') return [key, value];
    return [key, intervalSeconds === undefined ? undefined : value.runs * intervalSeconds];
  });
  return Object.fromEntries(limits);
}

/** Replaces a default by the other limit of the pair if they would be in the wrong order. */
function keepOrder({ keys }: Alert, byDefault: number, { warning, critical }: Limits): number {
  if (keys.limit === 'critical') return Math.max(byDefault, warning ?? byDefault);
  return keys.limit === 'warning' ? Math.min(byDefault, critical ?? byDefault) : byDefault;
}
