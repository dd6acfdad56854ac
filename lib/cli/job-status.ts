import { planJobAlarms } from '../checks/index.ts';
import { findNewestSuccess, findWatchedFrom } from '../checks/staleness.ts';
import { isWithin } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';

/** What is known of a job beside its metrics. Times are Unix seconds. */
export type JobStatus = Readonly<{
  job: Job;
  facts: JobFacts;
  measurements: readonly Measurement[];
  /** `null`: it has never succeeded as far as is known; undefined: its source does not say. */
  lastSuccess: number | null | undefined;
  /** Since when anybody has looked. */
  watchedFrom: number | undefined;
  /** A scheduled job's first due time that no success has met. */
  due: number | undefined;
  /** Suspended on purpose, as its source says. */
  isSuspended: boolean;
  /** Why nothing can be said of it. */
  unknown: string | undefined;
}>;

type StatusInput = Readonly<{
  job: Job;
  measurements: readonly Measurement[];
  /** When it was known, Unix seconds. */
  at: number;
  isFresh: boolean;
}>;

export function findJobStatus(history: SourceHistory, known: StatusInput): JobStatus {
  const { job, measurements, at, isFresh } = known;
  const facts = history.findFacts(job);
  const isSuspended = isWithin(facts.suspended, at);
  const overdue = measurements.find(({ metric }) => metric === 'SecondsOverdue')?.value ?? 0;
  const isSeen = facts.seen !== undefined && facts.seen.from <= at;
  const isSilent = measurements.length === 0 && !isSeen && !isSuspended;
  const isExpected = job.listed && job.paused !== true && planJobAlarms(job).length > 0;
  const unknown = isFresh ? 'no series of this job' : `source ${job.source} is not fresh`;
  return {
    job,
    facts,
    measurements,
    lastSuccess: hasSuccesses(history) ? (findNewestSuccess(facts, at) ?? null) : undefined,
    watchedFrom: findWatchedFrom(facts),
    due: overdue > 0 ? at - overdue : undefined,
    isSuspended,
    unknown: isExpected && (isSilent || !isFresh) ? unknown : undefined,
  };
}

function hasSuccesses({ source: { lastSuccess, runs } }: SourceHistory): boolean {
  return lastSuccess !== undefined || runs !== undefined;
}
