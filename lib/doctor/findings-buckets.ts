import { findSetting, type Job } from '../model/job.ts';
import type { SourceEvidence } from './evidence.ts';
import { type Finding, type FindingLevel, listNames } from './finding.ts';

const durationAlerts = ['BackgroundJobHighDuration', 'BackgroundJobCriticalDuration'] as const;

/** The bucket that contains a limit, and how severe it is that run times there are not exact. */
type LimitInBucket = Readonly<{ limit: number; low: number; high: number; level: FindingLevel }>;

/** Limits in the same bucket, and the jobs that have them. */
type LimitsInBucket = Omit<LimitInBucket, 'limit'> &
  Readonly<{ limits: readonly number[]; jobs: string[] }>;

/** Duration limits between two bounds of the job's histogram, or above the last. */
export function findBucketProblems(source: SourceEvidence): Finding[] {
  const found = new Map<string, LimitsInBucket>();
  for (const job of source.jobs.filter(({ enabled }) => enabled.duration)) {
    for (const place of placeLimits(source, job)) {
      const { limits, low, level } = place;
      const key = JSON.stringify([limits, low, level]);
      const known = found.get(key) ?? { ...place, jobs: [] };
      known.jobs.push(job.name);
      found.set(key, known);
    }
  }
  return [...found.values()].map(reportPlaces);
}

function placeLimits(source: SourceEvidence, job: Job): Omit<LimitsInBucket, 'jobs'>[] {
  const bounds = source.bounds.get(job.seriesName) ?? [];
  const limits = new Set(durationAlerts.map(alert => findSetting(job, alert).limit));
  const places = [...limits].flatMap(limit => placeLimit(source, job, { bounds, limit }));
  const groups = Map.groupBy(places, ({ low, level }) => `${low} ${level}`);
  return [...groups.values()].flatMap(group =>
    group.slice(0, 1).map(({ low, high, level }) => {
      return { limits: group.map(({ limit }) => limit), low, high, level };
    }),
  );
}

function placeLimit(
  source: SourceEvidence,
  job: Job,
  { bounds, limit }: Readonly<{ bounds: readonly number[]; limit: number }>,
): LimitInBucket[] {
  const isBound = bounds.some(bound => Math.abs(bound - limit) < 1e-6 * limit);
  if (bounds.length === 0 || isBound) return [];
  const low = bounds.findLast(bound => bound < limit) ?? 0;
  const high = bounds.find(bound => bound > limit) ?? Number.POSITIVE_INFINITY;
  return [{ limit, low, high, level: rankPlace(source, job, { limit, high }) }];
}

/**
 * Sums and counts give an exact run time if one run ends between two scrapes, and otherwise bound it.
 * It matters only if runs were seen that may have been shorter or longer than the limit.
 */
function rankPlace(
  { history }: SourceEvidence,
  job: Job,
  { limit, high }: Readonly<{ limit: number; high: number }>,
): FindingLevel {
  const series = [...(history.store.jobs.get(job.seriesName)?.series.values() ?? [])];
  const hasSum = series.some(({ identity }) => identity.kind === 'sum');
  if (!hasSum) return Number.isFinite(high) ? 'warning' : 'error';
  if (!history.needsBuckets(job)) return 'info';
  const { durations } = history.findFacts(job);
  const isUnsure = durations.some(fact => fact.low < limit && fact.high > limit);
  return isUnsure ? 'warning' : 'info';
}

function reportPlaces({ limits, low, high, level, jobs }: LimitsInBucket): Finding {
  const isAbove = !Number.isFinite(high);
  const inside = isAbove
    ? low === 0
      ? 'outside all buckets: the only one is +Inf'
      : `above the last bucket, ${low} s`
    : `inside a bucket from ${low} to ${high} s`;
  const subject =
    limits.length === 1
      ? `The limit of ${limits[0]} s of ${listNames(jobs)} lies`
      : `The limits of ${limits.join(' and ')} s of ${listNames(jobs)} lie`;
  return {
    level,
    code: isAbove ? 'bucket-too-low' : 'limit-in-bucket',
    jobs,
    what: `${subject} ${inside}.`,
    why: explain(level, isAbove),
    advice:
      level === 'info'
        ? 'Nothing; a bucket at the limit would make it always exact.'
        : advise(low, high),
  };
}

function explain(level: FindingLevel, isAbove: boolean): string {
  if (level === 'info') {
    return 'Sum and count give the run times as long as few runs end between two scrapes.';
  }
  return isAbove
    ? 'Runs above the last bucket all look alike, however long they take: the alert may never fire.'
    : 'For runs in that bucket it is not known whether they are over the limit: the alert does not fire for them.';
}

function advise(low: number, high: number): string {
  const others = [low, high].filter(bound => bound > 0 && Number.isFinite(bound));
  const instead =
    others.length === 0
      ? ''
      : `, or set the limit to ${others.map(bound => `${bound} s`).join(' or ')}`;
  return `Add a bucket at the limit to the application's histogram${instead}.`;
}
