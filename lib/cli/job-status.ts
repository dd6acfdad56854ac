import { hasOnlyUnlistedStatus, unlistedStatus } from '../checks/failures.ts';
import { planJobAlarms } from '../checks/index.ts';
import { findNewestSuccess, findWatchedFrom } from '../checks/staleness.ts';
import { isWithin } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';

/** What is known about a job besides its metrics. Times are Unix seconds. */
export type JobStatus = Readonly<{
  job: Job;
  facts: JobFacts;
  measurements: readonly Measurement[];
  /** `null`: it never succeeded, as far as is known; undefined: its source does not show it. */
  lastSuccess: number | null | undefined;
  /** When Prometheus began to watch the job. */
  watchedFrom: number | undefined;
  /** The first due time of a scheduled job that no success has met. */
  due: number | undefined;
  /** Whether Prometheus has had any series of it. */
  isSeen: boolean;
  /** Suspended on purpose, according to its source. */
  isSuspended: boolean;
  /** Why it cannot be judged. */
  unknown: string | undefined;
}>;

type StatusInput = Readonly<{
  job: Job;
  measurements: readonly Measurement[];
  /** The minute of this data, in Unix seconds. */
  at: number;
  isFresh: boolean;
}>;

export function findJobStatus(history: SourceHistory, known: StatusInput): JobStatus {
  const { job, measurements, at } = known;
  const facts = history.findFacts(job);
  const isSuspended = isWithin(facts.suspended, at);
  const overdue = measurements.find(({ metric }) => metric === 'SecondsOverdue')?.value ?? 0;
  const isSeen = facts.seen !== undefined && facts.seen.from <= at;
  const isExpected = job.listed && job.paused !== true && planJobAlarms(job).length > 0;
  return {
    job,
    facts,
    measurements,
    lastSuccess: hasSuccesses(history) ? (findNewestSuccess(facts, at) ?? null) : undefined,
    watchedFrom: findWatchedFrom(facts),
    due: overdue > 0 ? at - overdue : undefined,
    isSeen,
    isSuspended,
    unknown: isExpected ? explainUnknown(known, facts, { isSeen, isSuspended }) : undefined,
  };
}

function explainUnknown(
  { job, measurements, at, isFresh }: StatusInput,
  facts: JobFacts,
  { isSeen, isSuspended }: Pick<JobStatus, 'isSeen' | 'isSuspended'>,
): string | undefined {
  if (!isFresh) return `source ${job.source} is not fresh`;
  if (measurements.length === 0 && !isSeen && !isSuspended) return 'no series of this job';
  return job.enabled.failures && hasOnlyUnlistedStatus(facts, at) ? unlistedStatus : undefined;
}

function hasSuccesses({ source: { lastSuccess, runs } }: SourceHistory): boolean {
  return lastSuccess !== undefined || runs !== undefined;
}
