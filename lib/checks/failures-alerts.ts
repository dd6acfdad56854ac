import { formatDuration } from '../model/format.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Alert } from './check.ts';

const windowText = (job: Job, window: 'failures' | 'criticalFailures') => {
  const seconds = job.windowSeconds[window];
  return seconds === undefined ? 'recent runs' : `runs in the last ${formatDuration(seconds)}`;
};

/** The original's threshold of 5 % and `for: 5m`. */
const failing: Alert = {
  name: 'BackgroundJobFailing',
  severity: 'warning',
  unit: 'percent',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'warning', hold: 'hold' },
  byDefault: () => ({ limit: 5, holdMinutes: 5 }),
  defaultLimit: '5',
  meaning: 'More failed runs than this, in percent of runs, raise BackgroundJobFailing.',
  window: 'failures',
  metric: () => 'FailureRatePercent',
  problem: job =>
    `has failed in more than ${findSetting(job, 'BackgroundJobFailing').limit} % of its ${windowText(job, 'failures')}`,
  example: shareAbove,
  firstLook: "Read the error of the last failed run in the application's log.",
  runbook: 'job-failures',
};

/** The original's threshold of 50 % and `for: 5m`. */
const criticalFailureRate: Alert = {
  name: 'BackgroundJobCriticalFailureRate',
  severity: 'critical',
  unit: 'percent',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'critical', hold: 'criticalHold' },
  byDefault: () => ({ limit: 50, holdMinutes: 5 }),
  defaultLimit: '50',
  meaning:
    'More failed runs than this, in percent of runs, raise BackgroundJobCriticalFailureRate.',
  window: 'criticalFailures',
  metric: () => 'FailureRatePercent',
  problem: job =>
    `has failed in more than ${findSetting(job, 'BackgroundJobCriticalFailureRate').limit} % of its ${windowText(job, 'criticalFailures')}`,
  example: shareAbove,
  firstLook:
    'See when it began (dashboard, Job Execution Rate by Job). Was there a deploy then, or did a service that the job needs go down?',
  runbook: 'critical-failure-rate',
};

/** One, two or three of four runs failed. */
export function shareAbove(limitPercent: number): number {
  return [25, 50, 75, 100].find(share => share > limitPercent) ?? 100;
}

export const failureAlerts: readonly Alert[] = [failing, criticalFailureRate];
