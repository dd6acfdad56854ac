import { formatDuration } from '../model/format.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Alert } from './check.ts';

function problemAt(alert: string) {
  return (job: Job) => {
    const window = job.windowSeconds.duration;
    const runs =
      window === undefined ? 'recent runs' : `runs in the last ${formatDuration(window)}`;
    return `is slow: more than 5 % of its ${runs} took longer than ${findSetting(job, alert).limit} s (P95)`;
  };
}

const example = (limitSeconds: number) => 1.375 * limitSeconds;

/** The original's 300 s and `for: 15m`. */
const highDuration: Alert = {
  name: 'BackgroundJobHighDuration',
  severity: 'warning',
  unit: 'duration',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'warning', hold: 'hold' },
  byDefault: () => ({ limit: 300, holdMinutes: 15 }),
  defaultLimit: '5m',
  meaning: 'A 95th percentile of run times above this raises BackgroundJobHighDuration.',
  window: 'duration',
  metric: () => 'DurationP95Seconds',
  problem: problemAt('BackgroundJobHighDuration'),
  example,
  firstLook:
    'Compare the items with those of yesterday (dashboard, Items Processed Rate by Job): is there more work, or does the same work take longer?',
  runbook: 'high-duration',
};

/** The original's 600 s and `for: 10m`. */
const criticalDuration: Alert = {
  name: 'BackgroundJobCriticalDuration',
  severity: 'critical',
  unit: 'duration',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'critical', hold: 'criticalHold' },
  byDefault: () => ({ limit: 600, holdMinutes: 10 }),
  defaultLimit: '10m',
  meaning: 'A 95th percentile of run times above this raises BackgroundJobCriticalDuration.',
  window: 'duration',
  metric: () => 'DurationP95Seconds',
  problem: problemAt('BackgroundJobCriticalDuration'),
  example,
  firstLook:
    'See in the log whether a run hangs, on a lock or on a service that does not answer. Runs may be piling up behind it.',
  runbook: 'critical-duration',
};

export const durationAlerts: readonly Alert[] = [highDuration, criticalDuration];
