import { findSetting, type Job } from '../model/job.ts';
import type { SourceEvidence } from './evidence.ts';
import { type Finding, type Level, listNames } from './finding.ts';

const durationAlerts = ['BackgroundJobHighDuration', 'BackgroundJobCriticalDuration'] as const;

/** Where a limit lies among the buckets, and how well a run time can still be told there. */
type Place = Readonly<{ job: Job; limit: number; low: number; high: number; level: Level }>;

/** Duration limits between two bounds of the job's histogram, or above the last. */
export function findBucketProblems(source: SourceEvidence): Finding[] {
  const places = source.jobs
    .filter(job => job.enabled.duration)
    .flatMap(job => {
      const bounds = source.bounds.get(job.seriesName);
      return bounds === undefined ? [] : placeLimits(source, job, bounds);
    });
  const groups = Map.groupBy(places, ({ limit, low, high, level }) =>
    JSON.stringify([limit, low, String(high), level]),
  );
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    const names = group.map(({ job }) => job.name);
    return first === undefined ? [] : [reportPlace(first, names)];
  });
}

function placeLimits(source: SourceEvidence, job: Job, bounds: readonly number[]): Place[] {
  const limits = new Set(durationAlerts.map(alert => findSetting(job, alert).limit));
  return [...limits].flatMap(limit => {
    if (bounds.some(bound => Math.abs(bound - limit) < 1e-6 * limit)) return [];
    const low = bounds.findLast(bound => bound < limit) ?? 0;
    const high = bounds.find(bound => bound > limit) ?? Number.POSITIVE_INFINITY;
    const level = rankPlace(source, job, { limit, high });
    return [{ job, limit, low, high, level }];
  });
}

/**
 * Sums and counts tell a run time exactly where one run ends between two scrapes, and bound it
 * otherwise; it matters where runs were seen that may have been shorter or longer than the limit.
 */
function rankPlace(
  { history }: SourceEvidence,
  job: Job,
  { limit, high }: Readonly<{ limit: number; high: number }>,
): Level {
  const series = [...(history.store.jobs.get(job.seriesName)?.series.values() ?? [])];
  const hasSum = series.some(({ identity }) => identity.kind === 'sum');
  if (!hasSum) return Number.isFinite(high) ? 'warning' : 'error';
  if (!history.needsBuckets(job)) return 'info';
  const { durations } = history.findFacts(job);
  const isUnsure = durations.some(fact => fact.low < limit && fact.high > limit);
  return isUnsure ? 'warning' : 'info';
}

function reportPlace({ limit, low, high, level }: Place, jobs: readonly string[]): Finding {
  const isAbove = !Number.isFinite(high);
  const where = isAbove
    ? low === 0
      ? 'is not among the buckets: there is none but +Inf'
      : `lies above the last bucket, ${low} s`
    : `lies inside a bucket of ${low} to ${high} s`;
  return {
    level,
    code: isAbove ? 'bucket-too-low' : 'limit-in-bucket',
    jobs,
    what: `The limit of ${limit} s of ${listNames(jobs)} ${where}.`,
    why: explain(level, isAbove),
    advice:
      level === 'info'
        ? 'Nothing; a bucket at the limit would make it exact always.'
        : advise(low, high),
  };
}

function explain(level: Level, isAbove: boolean): string {
  if (level === 'info') {
    return 'Sum and count tell the run times as long as few runs end between two scrapes.';
  }
  return isAbove
    ? 'A longer run cannot be told from one that just passes the last bucket: the alert may never fire.'
    : 'Runs in that bucket cannot be told to be over the limit or below it: the alert does not fire for them.';
}

function advise(low: number, high: number): string {
  const others = [low, high].filter(bound => bound > 0 && Number.isFinite(bound));
  const instead =
    others.length === 0
      ? ''
      : `, or set the limit to ${others.map(bound => `${bound} s`).join(' or ')}`;
  return `Give the application's histogram a bucket at the limit${instead}.`;
}
