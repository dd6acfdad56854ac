import { isWithin } from '../history/freshness.ts';
import type { JobFacts } from '../model/facts.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { batchRuns } from './batch.ts';
import type { Alert, Check } from './check.ts';
import { failureAlerts } from './failures-alerts.ts';
import type { IncidentChange } from './incident.ts';
import {
  clampToJudgement,
  findRecentSeconds,
  judgeRuns,
  type RunJudge,
  sliceFacts,
} from './judge-runs.ts';
import { findJobRhythm } from './rhythm.ts';

const [failing, critical] = failureAlerts as [Alert, Alert];

function createJudge(alert: Alert, window: 'failures' | 'criticalFailures'): RunJudge {
  return {
    alert,
    severity: alert.severity,
    window,
    events: facts => facts.runs,
    batches: (facts, rhythm) => batchRuns(facts.runs, rhythm?.everySeconds),
    limitPercent: job => findSetting(job, alert.name).limit,
  };
}

export const warningJudge = createJudge(failing, 'failures');
export const criticalJudge = createJudge(critical, 'criticalFailures');

function evaluate(facts: JobFacts, job: Job, at: number): Measurement[] {
  if ((facts.seen?.from ?? Number.POSITIVE_INFINITY) > at) return [];
  const rhythm = findJobRhythm(job, facts, at);
  const seconds = findRecentSeconds(job, rhythm, 'failures');
  const recent = countRecent(facts, at - seconds, at);
  const rate = judgeRate({ facts, job, at }, recent, seconds);
  const perMinute = (count: number) => count / (seconds / 60);
  const measure = (metric: Measurement['metric'], value: number): Measurement => ({
    job: job.name,
    metric,
    value,
  });
  return [
    ...(rate === undefined ? [] : [measure('FailureRatePercent', rate)]),
    measure('RunsPerMinute', perMinute(recent.total)),
    measure('SuccessesPerMinute', perMinute(recent.succeeded)),
    measure('FailuresPerMinute', perMinute(recent.failed)),
  ];
}

type Recent = Readonly<{ succeeded: number; failed: number; total: number }>;

function countRecent(facts: JobFacts, after: number, upTo: number): Recent {
  let [succeeded, failed, total] = [0, 0, 0];
  for (const run of sliceFacts(facts.runs, after, upTo)) {
    succeeded += run.succeeded;
    failed += run.failed;
    total += run.succeeded + run.failed + run.other;
  }
  return { succeeded, failed, total };
}

type JobMinute = Readonly<{ facts: JobFacts; job: Job; at: number }>;

/**
 * The rate of the window that decided, above a limit exactly while its alert is raised. Without
 * runs there is no failure, but if the job was not watched for half the window, or no run ever ended
 * with a status that the configuration lists, the rate is unknown.
 */
function judgeRate(moment: JobMinute, recent: Recent, seconds: number): number | undefined {
  const { facts, job, at } = moment;
  const warning = judgeRuns(warningJudge, moment);
  const worse = judgeRuns(criticalJudge, moment);
  const isWatched = isWithin(facts.watched, at) && isWithin(facts.watched, at - seconds / 2);
  const isRaised = warning?.raised === true || worse?.raised === true;
  if (recent.total === 0 && !isWatched && !isRaised) return undefined;
  if (hasOnlyUnlistedStatus(facts, at)) return undefined;
  const now = recent.total === 0 ? 0 : (100 * recent.failed) / recent.total;
  const limits = {
    warning: findSetting(job, failing.name).limit,
    critical: findSetting(job, critical.name).limit,
  };
  if (worse?.raised === true) {
    const value = decidedRate(now, worse, limits.critical);
    return clampToJudgement(value, { limit: limits.critical, raised: true, ceiling: 100 });
  }
  const raised = warning?.raised === true;
  const value = warning?.raised === true ? decidedRate(now, warning, limits.warning) : now;
  return clampToJudgement(value, { limit: limits.warning, raised, ceiling: limits.critical });
}

function decidedRate(now: number, { ratePercent }: IncidentChange, limit: number): number {
  return now > limit ? now : ratePercent;
}

/**
 * Why a job cannot be judged if all its runs ended with a status that the configuration does not
 * list.
 */
export const unlistedStatus = 'its run status is not in the configuration';

/** Whether a job ran before `at`, Unix seconds, and every run had such a status. */
export function hasOnlyUnlistedStatus({ runs }: JobFacts, at: number): boolean {
  const first = runs[0];
  if (first === undefined || first.at > at) return false;
  return runs.every(run => run.at > at || run.succeeded + run.failed + run.skipped === 0);
}

export const failures: Check = {
  name: 'failures',
  summary: 'How many of the runs of each job fail',
  evaluate,
  metrics: [
    {
      name: 'FailureRatePercent',
      unit: 'Percent',
      summary: 'Share of runs that failed, in the window that decided',
      published: true,
      breach: '# of runs fail',
    },
    { name: 'RunsPerMinute', unit: 'Count/Minute', summary: 'Runs of any status', published: true },
    {
      name: 'SuccessesPerMinute',
      unit: 'Count/Minute',
      summary: 'Runs that succeeded',
      published: false,
    },
    {
      name: 'FailuresPerMinute',
      unit: 'Count/Minute',
      summary: 'Runs that failed',
      published: false,
    },
    {
      name: 'SuccessRatePercent',
      unit: 'Percent',
      summary: 'Share of runs that succeeded, for all jobs',
      published: true,
    },
    { name: 'UnlistedJobs', unit: 'Count', summary: 'Unlisted jobs', published: true },
  ],
  alerts: failureAlerts,
  panels: [1, 2, 4, 8, 10],
};
