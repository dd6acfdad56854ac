import type { DurationFact, JobFacts } from '../model/facts.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { batchDurations } from './batch.ts';
import type { Alert, Check } from './check.ts';
import { durationAlerts } from './duration-alerts.ts';
import {
  clampToJudgement,
  findRecentSeconds,
  judgeRuns,
  type RunJudge,
  sliceFacts,
} from './judge-runs.ts';
import { findJobRhythm } from './rhythm.ts';

const [high, critical] = durationAlerts as [Alert, Alert];

/** P95 is over a limit if more than this share of the runs, in percent, took longer. */
const slowPercent = 5;

function createJudge(alert: Alert): RunJudge {
  return {
    alert,
    // a slow run is not a failed one: both alerts need the evidence of a warning
    severity: 'warning',
    window: 'duration',
    events: facts => facts.durations,
    batches: (facts, _, job) => batchDurations(facts.durations, findSetting(job, alert.name).limit),
    limitPercent: () => slowPercent,
  };
}

export const highJudge = createJudge(high);
export const criticalJudge = createJudge(critical);

function evaluate(facts: JobFacts, job: Job, at: number): Measurement[] {
  const moment = { facts, job, at };
  const isHigh = judgeRuns(highJudge, moment)?.raised === true;
  const isCritical = judgeRuns(criticalJudge, moment)?.raised === true;
  const seconds = findRecentSeconds(job, findJobRhythm(job, facts, at), 'duration');
  const recent = sliceFacts(facts.durations, at - seconds, at);
  const known = recent.length > 0 ? recent : sliceFacts(facts.durations, 0, at).slice(-1);
  if (recent.length === 0 && !isHigh && !isCritical) return [];
  const p95 = judgeP95(findQuantile(known, 0.95), job, { isHigh, isCritical });
  return [
    { job: job.name, metric: 'DurationP95Seconds', value: p95 },
    { job: job.name, metric: 'DurationP50Seconds', value: findQuantile(known, 0.5) },
  ];
}

function judgeP95(
  value: number,
  job: Job,
  { isHigh, isCritical }: Readonly<{ isHigh: boolean; isCritical: boolean }>,
): number {
  const limit = findSetting(job, high.name).limit;
  const worse = findSetting(job, critical.name).limit;
  const ceiling = Number.POSITIVE_INFINITY;
  if (isCritical) return clampToJudgement(value, { limit: worse, raised: true, ceiling });
  return clampToJudgement(value, { limit, raised: isHigh, ceiling: Math.max(worse, limit * 1.01) });
}

/** The value that a share `q` of the runs took at most, in seconds; within a bucket, its middle. */
export function findQuantile(facts: readonly DurationFact[], q: number): number {
  const sorted = facts
    .map(({ low, high: top, count }) => ({ value: middle(low, top), count }))
    .sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  let below = 0;
  for (const { value, count } of sorted) {
    below += count;
    if (below >= q * total) return value;
  }
  return 0;
}

/** A value above the largest bound is only known to be above it. */
const overflowFactor = 1.001;

function middle(low: number, top: number): number {
  return Number.isFinite(top) ? (low + top) / 2 : low * overflowFactor;
}

export const duration: Check = {
  name: 'duration',
  summary: 'How long the runs of each job take',
  evaluate,
  metrics: [
    {
      name: 'DurationP95Seconds',
      unit: 'Seconds',
      summary: '95th percentile of the run times in the window',
      published: true,
      breach: '95 % of runs take up to #',
    },
    {
      name: 'DurationP50Seconds',
      unit: 'Seconds',
      summary: 'Median of the run times in the window',
      published: true,
    },
  ],
  alerts: durationAlerts,
  panels: [5, 9, 10],
};
