import type { JobFacts, RanHours } from '../model/facts.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { nextDue } from '../schedule/due.ts';
import { endOfLearning, type LearntHours, learnHours } from '../schedule/learn-hours.ts';
import { findJobRhythm } from './rhythm.ts';

/**
 * A job without a schedule is late after this many times the longest gap between two of its runs.
 */
const lateGaps = { warning: 2.5, critical: 4 } as const;

/** For a job without any rhythm, half of the longest gap of two weeks counts as one gap. */
const irregularShare = 0.5;

/**
 * A success meets what is due within the hour after it: due times are only known by the hour, and
 * shift by an hour when the clocks change.
 */
const toleratedSeconds = 3600;

type Moment = Readonly<{ at: number; success: number | undefined }>;

/** The age of an unlisted job's last success. A job whose rhythm is unknown is never late. */
export function measureUnlisted(facts: JobFacts, job: Job, { at, success }: Moment): Measurement[] {
  if (success === undefined) return [];
  const limits = findLimits(facts, job, { at, success });
  if (limits === undefined) return [];
  const value = Math.max(0, at - success);
  return [{ job: job.name, metric: 'SecondsSinceSuccess', value, limits }];
}

type Limits = NonNullable<Measurement['limits']>;

/**
 * Limits of the age, in seconds, never below those of `defaults`: from when the job's learnt
 * schedule expects a run, or from the gaps between its runs.
 */
function findLimits(
  facts: JobFacts,
  job: Job,
  { at, success }: Readonly<{ at: number; success: number }>,
): Limits | undefined {
  const usual = (alert: string) => findSetting(job, alert).limit;
  const learnt = findLearnt(facts.hours, at);
  if (learnt?.kind === 'schedule') {
    const due = nextDue(learnt.schedule, success + toleratedSeconds) ?? Number.POSITIVE_INFINITY;
    return {
      BackgroundJobNotRunning: due - success + usual('BackgroundJobNotRunning'),
      BackgroundJobCriticallyStale: due - success + usual('BackgroundJobCriticallyStale'),
    };
  }
  const longest = findLongestGap(findGapBefore(facts, job, { at, success }), learnt);
  if (longest === undefined) return undefined;
  const limit = (alert: string, gaps: number) => Math.max(usual(alert), gaps * longest);
  return {
    BackgroundJobNotRunning: limit('BackgroundJobNotRunning', lateGaps.warning),
    BackgroundJobCriticallyStale: limit('BackgroundJobCriticallyStale', lateGaps.critical),
  };
}

/**
 * The longest gap up to the success. A longer one after it, such as between runs that fail, is no
 * recovery.
 */
function findGapBefore(
  facts: JobFacts,
  job: Job,
  { at, success }: Readonly<{ at: number; success: number }>,
): number | undefined {
  const known = Math.min(at, Math.ceil(success / 60) * 60);
  return (findJobRhythm(job, facts, known) ?? findJobRhythm(job, facts, at))?.longestSeconds;
}

function findLongestGap(
  recent: number | undefined,
  learnt: Exclude<LearntHours, { kind: 'schedule' }> | undefined,
): number | undefined {
  if (learnt === undefined) return recent;
  if (learnt.kind === 'interval') return recent ?? learnt.intervalSeconds;
  return Math.max(recent ?? 0, irregularShare * learnt.longestSeconds);
}

const remembered = new WeakMap<RanHours, Map<number, LearntHours | undefined>>();

/** It is learnt once a day. */
function findLearnt(hours: RanHours | undefined, at: number): LearntHours | undefined {
  if (hours === undefined) return undefined;
  const days = remembered.get(hours) ?? new Map<number, LearntHours | undefined>();
  remembered.set(hours, days);
  const day = endOfLearning(at);
  if (!days.has(day)) days.set(day, learnHours(hours, at));
  return days.get(day);
}
