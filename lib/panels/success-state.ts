import type { SourceState } from '../checks/evaluate-fleet.ts';
import { hasOnlyUnlistedStatus, unlistedStatus } from '../checks/failures.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { nextDue } from '../schedule/due.ts';

/** What is known about a job's last success. Times are Unix seconds. */
export type SuccessState =
  | Readonly<{ kind: 'succeeded'; ageSeconds: number; nextDue: Due | undefined }>
  /** A scheduled job whose due run has not succeeded. */
  | Readonly<{ kind: 'overdue'; lateSeconds: number; due: Due; hasSucceeded: boolean }>
  | Readonly<{ kind: 'never'; watchedSeconds: number | undefined; nextDue: Due | undefined }>
  | Readonly<{ kind: 'unjudgeable'; reason: string }>;

/** A due time with the zone of the job's schedule; `at` is the time from which it is seen. */
export type Due = Readonly<{ time: number; timezone: string; at: number }>;

type SuccessInput = Readonly<{
  facts: JobFacts;
  /** The minute that is judged, from the samples that had arrived. */
  at: number;
  sourceState: SourceState;
  measurements: readonly Measurement[];
}>;

/** Reads a job's state from its facts and what its staleness check measured. */
export function readSuccessState(job: Job, known: SuccessInput): SuccessState {
  const { facts, at, measurements, sourceState } = known;
  if (sourceState !== 'fresh') return { kind: 'unjudgeable', reason: describeSource(job, known) };
  const success = facts.successes.findLast(fact => fact.at <= at);
  const overdue = measurements.find(({ metric }) => metric === 'SecondsOverdue')?.value ?? 0;
  const hasSucceeded = success !== undefined;
  if (overdue > 0) {
    return {
      kind: 'overdue',
      lateSeconds: overdue,
      due: dueAt(job, at - overdue, at),
      hasSucceeded,
    };
  }
  const upcoming = findNextDue(job, at);
  if (hasSucceeded) {
    const age = measurements.find(({ metric }) => metric === 'SecondsSinceSuccess')?.value;
    const ageSeconds = age ?? Math.max(0, at - success.time);
    return { kind: 'succeeded', ageSeconds, nextDue: upcoming };
  }
  if (!wasSeen(facts, at)) return { kind: 'unjudgeable', reason: 'no series of this job' };
  if (hasOnlyUnlistedStatus(facts, at)) return { kind: 'unjudgeable', reason: unlistedStatus };
  return { kind: 'never', watchedSeconds: measureWatch(facts, at), nextDue: upcoming };
}

function describeSource({ source }: Job, { sourceState }: SuccessInput): string {
  return sourceState === 'stale'
    ? `the source ${source} has no new samples`
    : `the source ${source} has no samples`;
}

function wasSeen({ seen, runs }: JobFacts, at: number): boolean {
  return (seen !== undefined && seen.from <= at) || (runs[0] !== undefined && runs[0].at <= at);
}

/** For how long the job has been watched, in seconds. */
function measureWatch({ watched, watchedFrom, seen }: JobFacts, at: number): number | undefined {
  const starts = [watched[0]?.from, watchedFrom, seen?.from].filter(time => time !== undefined);
  return starts.length === 0 ? undefined : Math.max(0, at - Math.min(...starts));
}

function dueAt({ schedule }: Job, time: number, at: number): Due {
  return { time, timezone: schedule?.timezone ?? 'UTC', at };
}

function findNextDue(job: Job, at: number): Due | undefined {
  const time = job.schedule === undefined ? undefined : nextDue(job.schedule, at);
  return time === undefined ? undefined : dueAt(job, time, at);
}
