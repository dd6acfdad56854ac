import { isWithin } from '../history/freshness.ts';
import { countUpTo } from '../model/count-up-to.ts';
import type { JobFacts } from '../model/facts.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { firstUnmetDue } from '../schedule/unmet.ts';
import type { Check } from './check.ts';
import { stalenessAlerts } from './staleness-alerts.ts';
import { measureUnlisted } from './unlisted-staleness.ts';

function evaluate(facts: JobFacts, job: Job, at: number): Measurement[] {
  if (isWithin(facts.suspended, at)) return [];
  const success = findLater(findNewestSuccess(facts, at), findResumed(facts, at));
  if (job.schedule !== undefined) return measureOverdue(facts, job, { at, success });
  if (!job.listed) return measureUnlisted(facts, job, { at, success });
  const from = expectedFrom(facts, job, { at, success });
  if (from === undefined) return [];
  const value = Math.max(0, at - from);
  return [{ job: job.name, metric: 'SecondsSinceSuccess', value }];
}

type SuccessAsOf = Readonly<{ at: number; success: number | undefined }>;

/** When a suspended job was resumed: nothing was due before. */
function findResumed({ suspended }: JobFacts, at: number): number | undefined {
  return suspended.findLast(({ to }) => to <= at)?.to;
}

function findLater(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** The newest success that was known at a time, Unix seconds. */
export function findNewestSuccess({ successes }: JobFacts, at: number): number | undefined {
  return successes[countUpTo(successes, at) - 1]?.time;
}

/**
 * Unix seconds from which the job's age counts: its last success, or the time from which a success
 * is expected, if later. A job that was never seen to succeed counts from its `since`, or from when
 * Prometheus began to watch it, but only when that is too long ago. Until then nothing is known,
 * and an alarm keeps its state: a Prometheus that has lost its past does not make a job fresh.
 */
function expectedFrom(facts: JobFacts, job: Job, { at, success }: SuccessAsOf): number | undefined {
  if (success !== undefined) return Math.max(success, job.sinceSeconds ?? 0);
  if (job.sinceSeconds !== undefined) return job.sinceSeconds;
  const watched = findWatchedFrom(facts);
  const { limit } = findSetting(job, 'BackgroundJobNotRunning');
  return at - (watched ?? at) > limit ? watched : undefined;
}

/** Since when the job has been watched, Unix seconds; undefined if it is not. */
export function findWatchedFrom({ watched, watchedFrom, seen }: JobFacts): number | undefined {
  const starts = [watched[0]?.from, watchedFrom, seen?.from].filter(time => time !== undefined);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Seconds since the first due time that no success has met, 0 if all are met. */
function measureOverdue(facts: JobFacts, job: Job, { at, success }: SuccessAsOf): Measurement[] {
  const { schedule, sinceSeconds = Number.NEGATIVE_INFINITY } = job;
  const watched = findWatchedFrom(facts);
  if (schedule === undefined) return [];
  const since = Math.max(sinceSeconds, success ?? watched ?? at);
  const due = firstUnmetDue(schedule, [success ?? Number.NEGATIVE_INFINITY], { since, at });
  if (due === undefined && success === undefined) return [];
  const value = due === undefined ? 0 : at - due;
  return [{ job: job.name, metric: 'SecondsOverdue', value }];
}

export const staleness: Check = {
  name: 'staleness',
  summary: 'How long ago each job last succeeded',
  evaluate,
  metrics: [
    {
      name: 'SecondsSinceSuccess',
      unit: 'Seconds',
      summary: 'Time since the last success of any instance, or since the job has been watched',
      published: true,
      breach: 'no success for #',
    },
    {
      name: 'SecondsOverdue',
      unit: 'Seconds',
      summary: 'Time since the first due run of a scheduled job that did not succeed; 0 for none',
      published: true,
    },
  ],
  alerts: stalenessAlerts,
  panels: [6, 10],
};
