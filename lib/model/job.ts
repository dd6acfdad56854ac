import type { Schedule } from './schedule.ts';
import type { Source } from './source.ts';

export type Severity = 'warning' | 'critical';

/** An alert's name, such as `BackgroundJobFailing`; `lib/checks` has the list. */
export type AlertName = string;

export type CheckName = 'staleness' | 'failures' | 'duration' | 'queue' | 'items';

/** `limit` is in the alert's own unit (percent, seconds, entries, ratio); strictly more breaches. */
export type AlertSetting = Readonly<{ limit: number; holdMinutes: number }>;

/** The judgements that look back over a window of runs or items. */
export type WindowName = 'failures' | 'criticalFailures' | 'duration' | 'items';

/** A job with every setting resolved. */
export type Job = Readonly<{
  /** The name that people see; it is unique in the service. */
  name: string;
  /** The name in its source: the values of the source's job labels, joined by "/". */
  seriesName: string;
  /** Name of its source. */
  source: string;
  listed: boolean;
  /** Undefined for a scheduled job, and if nothing is known. */
  intervalSeconds: number | undefined;
  schedule: Schedule | undefined;
  /** Unix seconds from which a success is expected. */
  sinceSeconds: number | undefined;
  /** Measured and shown, but without notifications: permanently, or until these Unix seconds. */
  paused: boolean | number;
  enabled: Readonly<Record<CheckName, boolean>>;
  /** Windows that the configuration sets, in seconds; otherwise a job's runs determine them. */
  windowSeconds: Readonly<Partial<Record<WindowName, number>>>;
  /** One setting per alert. */
  alerts: Readonly<Record<AlertName, AlertSetting>>;
}>;

/** All that the checks know: the listed jobs, the treatment of unlisted jobs, and their sources. */
export type Fleet = Readonly<{
  service: string;
  jobs: readonly Job[];
  /** How many unlisted jobs are measured, and the settings they get. */
  unlisted: Readonly<{ maximum: number; settings: Omit<Job, 'name' | 'seriesName' | 'source'> }>;
  sources: readonly Source[];
  /** Samples take this long to arrive. */
  delaySeconds: number;
}>;

/** The setting of one of a job's alerts. Throws a RangeError for an alert that does not exist. */
export function findSetting(job: Pick<Job, 'alerts'>, alert: AlertName): AlertSetting {
  const setting = job.alerts[alert];
  if (setting === undefined) throw new RangeError(`there is no alert ${alert}`);
  return setting;
}

/** A job that the configuration does not list, with the settings that such jobs get. */
export function makeUnlistedJob(fleet: Fleet, source: string, seriesName: string): Job {
  const taken = fleet.jobs.some(({ name }) => name === seriesName);
  const name = taken ? `${source}:${seriesName}` : seriesName;
  return { ...fleet.unlisted.settings, name, seriesName, source };
}

/** Whether nobody is notified about the job at a time, in Unix seconds. */
export function isPaused({ paused }: Pick<Job, 'paused'>, at: number): boolean {
  return typeof paused === 'number' ? at < paused : paused;
}
