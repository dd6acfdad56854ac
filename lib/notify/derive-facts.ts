import { findRecentSeconds, sliceFacts } from '../checks/judge-runs.ts';
import { findJobRhythm } from '../checks/rhythm.ts';
import { findNewestSuccess } from '../checks/staleness.ts';
import type { JobFacts, RunFact } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import { firstUnmetDue } from '../schedule/unmet.ts';
import type { AlarmFacts } from './words/facts.ts';

const hour = 3_600;

/**
 * A reported failure is in one of these windows, in seconds; the first window that contains it is
 * used.
 */
const windows = [hour, 6 * hour, 24 * hour] as const;

/**
 * What a message says about a job in addition to its alarm, from what Prometheus knows at a time.
 */
export function deriveAlarmFacts(
  facts: JobFacts,
  { job, isOn, at }: Readonly<{ job: Job; isOn: boolean; at: number }>,
): AlarmFacts {
  if (facts.seen === undefined) return {};
  const shortest = findRecentSeconds(job, findJobRhythm(job, facts, at), 'failures');
  const spans = [...new Set(windows.map(seconds => Math.max(shortest, seconds)))];
  const counted = spans.map(seconds => countBoth(facts, seconds, at));
  const failing = isOn ? counted.find(hasFailure) : undefined;
  const success = findNewestSuccess(facts, at);
  const queueSize = facts.queue.findLast(fact => fact.at <= at)?.size;
  return {
    ...(failing ?? counted[0]),
    ...findStreak(facts.runs, at),
    lastSuccess: success === undefined ? 'never' : Math.round(success),
    ...(queueSize === undefined ? {} : { queueSize }),
    ...(isOn ? findDue(job, success, at) : {}),
  };
}

/** The due time that a scheduled job has missed since its last success. */
function findDue({ schedule }: Job, success: number | undefined, at: number): AlarmFacts {
  if (schedule === undefined || success === undefined) return {};
  const dueAt = firstUnmetDue(schedule, [success], { since: success, at });
  return dueAt === undefined ? {} : { dueAt };
}

/** The newest runs that all ended alike; nothing if the newest minute has both outcomes. */
function findStreak(runs: readonly RunFact[], at: number): AlarmFacts {
  let streak: AlarmFacts['streak'];
  for (const run of runs.toReversed()) {
    const outcome = findOutcome(run);
    if (run.at > at || outcome === undefined) continue;
    if (outcome === 'both' || (streak !== undefined && streak.outcome !== outcome)) break;
    streak = { outcome, runs: (streak?.runs ?? 0) + Math.round(run[outcome]) };
  }
  return streak === undefined ? {} : { streak };
}

function findOutcome({ succeeded, failed }: RunFact): 'succeeded' | 'failed' | 'both' | undefined {
  if (succeeded > 0 && failed > 0) return 'both';
  return failed > 0 ? 'failed' : succeeded > 0 ? 'succeeded' : undefined;
}

function hasFailure({ runsFailed = 0, itemsFailed = 0 }: AlarmFacts): boolean {
  return runsFailed + itemsFailed > 0;
}

function countBoth({ runs, items }: JobFacts, windowSeconds: number, at: number): AlarmFacts {
  const ofRuns = count(sliceFacts(runs, at - windowSeconds, at));
  const ofItems = count(sliceFacts(items, at - windowSeconds, at));
  return {
    windowSeconds,
    ...(ofRuns.total > 0 ? { runsFailed: ofRuns.failed, runsTotal: ofRuns.total } : {}),
    ...(ofItems.total > 0 ? { itemsFailed: ofItems.failed, itemsTotal: ofItems.total } : {}),
  };
}

type Counted = Readonly<{ succeeded: number; failed: number; other?: number }>;

function count(facts: readonly Counted[]): Readonly<{ failed: number; total: number }> {
  let [failed, total] = [0, 0];
  for (const fact of facts) {
    failed += fact.failed;
    total += fact.succeeded + fact.failed + (fact.other ?? 0);
  }
  return { failed: Math.round(failed), total: Math.round(total) };
}
