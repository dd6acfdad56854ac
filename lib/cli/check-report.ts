import { findStanding, type StandingBreach } from '../alarms/standing-breaches.ts';
import { isPaused } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { Maintenance } from '../model/schedule.ts';
import { isInMaintenance } from '../schedule/maintenance.ts';
import type { JobStatus } from './job-status.ts';
import { formatIso } from './moment.ts';
import type { Snapshot, SourceStatus } from './snapshot.ts';

export type { Breach } from '../alarms/standing-breaches.ts';

/** The state of one job at a minute. */
export type JobReport = JobStatus &
  Readonly<{
    metrics: Readonly<Partial<Record<MetricName, number>>>;
    breaches: readonly StandingBreach[];
    /** Why it sends no notification, such as `paused`. */
    quiet: string | undefined;
  }>;

/** Every listed job, and every unlisted job that was measured, with its breaches. */
export function reportJobs(
  snapshot: Snapshot,
  maintenance: readonly Maintenance[] = [],
): JobReport[] {
  return snapshot.jobs.map(status => {
    const { job, measurements } = status;
    const quiet = findQuiet(status, maintenance, snapshot.at);
    return {
      ...status,
      metrics: Object.fromEntries(measurements.map(({ metric, value }) => [metric, value])),
      breaches: quiet === undefined ? findStanding(job, measurements, snapshot) : [],
      quiet,
    };
  });
}

function findQuiet(
  { job, isSuspended }: JobStatus,
  maintenance: readonly Maintenance[],
  at: number,
): string | undefined {
  if (isPaused(job, at)) return 'paused';
  if (isSuspended) return 'suspended';
  return isInMaintenance(maintenance, job.name, at) === undefined ? undefined : 'maintenance';
}

/** The result of a check. A listed job or a source that cannot be judged is worse than a breach. */
export function concludeCheck(
  reports: readonly JobReport[],
  { sources }: Pick<Snapshot, 'sources'>,
): 'well' | 'breach' | 'unable' {
  const isUnknown =
    reports.some(({ unknown }) => unknown !== undefined) || sources.some(isIncomplete);
  if (isUnknown) return 'unable';
  return reports.some(({ breaches }) => breaches.length > 0) ? 'breach' : 'well';
}

function isIncomplete({ state, failures }: SourceStatus): boolean {
  return state !== 'fresh' || failures.length > 0;
}

/** The output of `check --format json`. */
export function formatCheckJson(reports: readonly JobReport[], snapshot: Snapshot): string {
  const { at, notes, warnings } = snapshot;
  const answer = {
    at: formatIso(at),
    result: concludeCheck(reports, snapshot),
    sources: snapshot.sources.map(source => ({ ...source, newest: formatTime(source.newest) })),
    jobs: reports.map(describeJob),
    notes,
    warnings,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function describeJob(report: JobReport) {
  const { job, quiet, metrics, breaches, lastSuccess, watchedFrom, due, unknown } = report;
  return {
    job: job.name,
    source: job.source,
    listed: job.listed,
    paused: quiet !== undefined,
    quiet: quiet ?? null,
    lastSuccess: formatTime(lastSuccess ?? undefined),
    watchedFrom: formatTime(watchedFrom),
    due: formatTime(due),
    unknown: unknown ?? null,
    metrics,
    breaches: breaches.map(({ since, minutesToAlarm, ...breach }) => ({
      ...breach,
      on: since !== undefined,
      since: formatTime(since),
      minutesToAlarm: minutesToAlarm ?? null,
    })),
  };
}

function formatTime(seconds: number | undefined): string | null {
  return seconds === undefined ? null : formatIso(Math.floor(seconds));
}
