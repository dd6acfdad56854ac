import { formatAge, formatDuration } from '../model/format.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { Derived, Measurement, Note } from '../model/measurement.ts';
import type { Check, Queries, Sample, Samples } from './check.ts';
import { watchStart } from './presence.ts';
import { matchJobs, select } from './promql.ts';
import { rosterOf, valuesByJob } from './roster.ts';
import { newestStamps, toleratedAheadSeconds } from './stamps.ts';

/** An unlisted job is late after so many times the longest gap between two of its successes. */
const lateGaps = { warning: 2.5, critical: 4 } as const;

/**
 * The last success of each job is the newest stamp of any instance, now or in the lookback: what
 * is exported at this moment vanishes with a restart, and an old replica exports an old stamp.
 * The history is read on a grid of five minutes; `last_over_time` bridges the grid, so that no
 * stamp is missed, not even of a process that ended between two of its points.
 */
function queries(fleet: Fleet): Queries {
  const { source, lookbackSeconds } = fleet;
  const { job } = source.labels;
  const series = select(source, source.metrics.lastSuccess);
  const stamps = newestStamps(source, 300);
  return {
    recent: stamps,
    history: `max_over_time((${stamps})[${lookbackSeconds}s:5m])`,
    ignored: `group by (${job}) (${series} <= 0 or ${series} > time() + ${toleratedAheadSeconds})`,
    ...(fleet.unlisted.maximum > 0 ? { gap: gapQuery(fleet) } : {}),
  };
}

/** The longest time between two successes of an unlisted job, in seconds, in the lookback. */
function gapQuery(fleet: Fleet): string {
  const { source, lookbackSeconds } = fleet;
  const names = fleet.jobs.map(job => job.name);
  const stamps = newestStamps(source, 600, [matchJobs(source, names, 'others')]);
  const newest = `max_over_time((${stamps})[${lookbackSeconds}s:10m])`;
  const before = `max_over_time((${stamps})[${lookbackSeconds}s:10m] offset 10m)`;
  return `max_over_time((${newest} - ${before} > 0)[${lookbackSeconds}s:10m])`;
}

function derive(samples: Samples, fleet: Fleet, at: number): Derived {
  const recent = samples.recent ?? [];
  const history = samples.history ?? [];
  const newest = highestByJob(fleet, [...history, ...recent]);
  const gaps = valuesByJob(fleet, samples.gap);
  const now = at - fleet.delaySeconds;
  const watchedFrom = watchStart(samples);
  const measurements = rosterOf(fleet, history, recent).flatMap(job => {
    const limits = job.listed ? undefined : unlistedLimits(job, gaps.get(job.name));
    if (!job.listed && limits === undefined) return [];
    const from = expectedFrom(job, newest.get(job.name), watchedFrom);
    return from === undefined ? [] : [measure(job, now - from, limits)];
  });
  return { measurements, notes: ignoredNotes(fleet, samples.ignored) };
}

function highestByJob(fleet: Fleet, samples: readonly Sample[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { labels, value } of samples) {
    const name = labels[fleet.source.labels.job] ?? '';
    newest.set(name, Math.max(newest.get(name) ?? 0, value));
  }
  return newest;
}

/**
 * Unix seconds from which the job's age counts: its last success, or, if it is expected only since
 * a later time, that. A job that was never seen counts from its `since` or from the time when
 * Prometheus began to watch.
 */
function expectedFrom(job: Job, success: number | undefined, watch: number | undefined) {
  if (success === undefined) return job.sinceSeconds ?? watch;
  return Math.max(success, job.sinceSeconds ?? 0);
}

/** A stamp may be a little ahead of the clock, and `since` may be to come: no age is below 0. */
function measure(job: Job, ageSeconds: number, limits: Measurement['limits']): Measurement {
  const value = Math.max(0, ageSeconds);
  const measurement = { job: job.name, metric: 'SecondsSinceSuccess', value } as const;
  return limits === undefined ? measurement : { ...measurement, limits };
}

/** Nothing can be late whose rhythm is not known: two successes must have been seen. */
function unlistedLimits(job: Job, gapSeconds: number | undefined): Measurement['limits'] {
  if (gapSeconds === undefined) return undefined;
  const limitOf = (alert: AlertName, gaps: number) =>
    Math.max(job.alerts[alert].limit, gaps * gapSeconds);
  return {
    BackgroundJobNotRunning: limitOf('BackgroundJobNotRunning', lateGaps.warning),
    BackgroundJobCriticallyStale: limitOf('BackgroundJobCriticallyStale', lateGaps.critical),
  };
}

function ignoredNotes(fleet: Fleet, samples: readonly Sample[] = []): Note[] {
  return samples.map(({ labels }) => {
    const job = labels[fleet.source.labels.job] ?? '';
    const message = `a last-success stamp of this job is 0 or more than ${formatDuration(toleratedAheadSeconds)} ahead of the clock; it is ignored`;
    return { code: 'stamp-ignored', job, message };
  });
}

function problemOf(alert: AlertName): (job: Job) => string {
  return job => {
    const limit = formatAge(job.alerts[alert].limit);
    return `has not succeeded for more than ${limit}`;
  };
}

export const staleness: Check = {
  name: 'staleness',
  summary: 'How long ago each job last succeeded',
  queries,
  derive,
  metrics: [
    {
      name: 'SecondsSinceSuccess',
      unit: 'Seconds',
      summary: 'Time since the last success of any instance, or since the watch began',
      published: true,
    },
  ],
  alerts: [
    {
      name: 'BackgroundJobNotRunning',
      severity: 'warning',
      metric: () => 'SecondsSinceSuccess',
      problem: problemOf('BackgroundJobNotRunning'),
      firstLook:
        'See whether its process is up and its scheduler still starts it. If it does run, see why no run succeeds.',
      runbook: 'job-not-running',
    },
    {
      name: 'BackgroundJobCriticallyStale',
      severity: 'critical',
      metric: () => 'SecondsSinceSuccess',
      problem: problemOf('BackgroundJobCriticallyStale'),
      firstLook:
        'What this job keeps up to date is out of date by now. Start it by hand, then find what stopped it.',
      runbook: 'job-critically-stale',
    },
  ],
  panels: [6, 10],
};
