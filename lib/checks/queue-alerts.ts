import { findSetting } from '../model/job.ts';
import type { Alert } from './check.ts';

/** Growth does not matter below this size; the original rule's bound. */
export const smallQueue = 100;

/** The original's ratio of 1.5 and `for: 15m`. */
const growing: Alert = {
  name: 'BackgroundJobQueueGrowing',
  severity: 'warning',
  unit: 'ratio',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'growth', hold: 'hold' },
  byDefault: () => ({ limit: 1.5, holdMinutes: 15 }),
  defaultLimit: '1.5',
  meaning:
    'A queue above 100 that is more than this many times its size 10 minutes ago, and its usual peak, raises BackgroundJobQueueGrowing.',
  window: undefined,
  metric: () => 'QueueGrowthRatio',
  problem: job =>
    `falls behind: more than ${smallQueue} entries wait in its queue, over ${findSetting(job, 'BackgroundJobQueueGrowing').limit} times as many as 10 min ago`,
  example: limit => limit * 1.2,
  firstLook:
    'See whether more entries arrive than usual, or whether the job takes out fewer: do its runs fail, or take longer?',
  runbook: 'queue-growing',
};

/** The original's 1000 entries and `for: 10m`. */
const criticalSize: Alert = {
  name: 'BackgroundJobCriticalQueueSize',
  severity: 'critical',
  unit: 'entries',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'size', hold: 'criticalHold' },
  byDefault: () => ({ limit: 1000, holdMinutes: 10 }),
  defaultLimit: '1000',
  meaning: 'A queue longer than this raises BackgroundJobCriticalQueueSize.',
  window: undefined,
  metric: () => 'QueueSize',
  problem: job =>
    `is far behind: more than ${findSetting(job, 'BackgroundJobCriticalQueueSize').limit} entries wait in its queue`,
  example: limit => Math.ceil(limit * 1.2),
  firstLook:
    'See whether the job runs at all (dashboard, Job Execution Rate by Job). If it does, add workers, or stop what fills the queue.',
  runbook: 'critical-queue-size',
};

export const queueAlerts: readonly Alert[] = [growing, criticalSize];
