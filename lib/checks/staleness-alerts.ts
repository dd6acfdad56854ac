import { formatAge } from '../model/format.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Alert, ConfiguredRhythm } from './check.ts';

const HOUR = 3600;

/**
 * The original's 2 h and 24 h, longer for slow jobs: the warning comes after half a missed
 * interval, the critical alarm after three. For a scheduled job they count from the due time.
 */
const limits = {
  warning: { seconds: 2 * HOUR, intervals: 1.5 },
  critical: { seconds: 24 * HOUR, intervals: 4 },
} as const;

function limitFor(
  severity: 'warning' | 'critical',
  { intervalSeconds = 0 }: ConfiguredRhythm,
): number {
  const { seconds, intervals } = limits[severity];
  return Math.max(seconds, intervals * intervalSeconds);
}

const metric = ({ schedule }: Pick<Job, 'schedule'>) =>
  schedule === undefined ? 'SecondsSinceSuccess' : 'SecondsOverdue';

function problemAt(alert: string) {
  return (job: Job) => {
    const limit = formatAge(findSetting(job, alert).limit);
    return job.schedule === undefined
      ? `has not succeeded for more than ${limit}`
      : `has not succeeded within ${limit} after it was due`;
  };
}

// the age grows by a minute per minute, and the last success was not at a whole minute
const example = (limit: number) => limit + 18;

/** The original's `for: 10m`. */
const notRunning: Alert = {
  name: 'BackgroundJobNotRunning',
  severity: 'warning',
  unit: 'age',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'warning', hold: 'hold' },
  byDefault: rhythm => ({ limit: limitFor('warning', rhythm), holdMinutes: 10 }),
  defaultLimit: 'the longer of 2h and 1.5 intervals',
  meaning: 'No success for longer than this raises BackgroundJobNotRunning.',
  window: undefined,
  metric,
  problem: problemAt('BackgroundJobNotRunning'),
  example,
  firstLook:
    'See whether the process is up and the scheduler runs: do runs fail (dashboard, Job Execution Rate by Job), or are there none?',
  runbook: 'job-not-running',
};

/** The original's `for: 5m`. */
const criticallyStale: Alert = {
  name: 'BackgroundJobCriticallyStale',
  severity: 'critical',
  unit: 'age',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'critical', hold: 'criticalHold' },
  byDefault: rhythm => ({ limit: limitFor('critical', rhythm), holdMinutes: 5 }),
  defaultLimit: 'the longer of 24h and 4 intervals',
  meaning: 'No success for longer than this raises BackgroundJobCriticallyStale.',
  window: undefined,
  metric,
  problem: problemAt('BackgroundJobCriticallyStale'),
  example,
  firstLook:
    'See whether the process is up and the scheduler runs. Then find out what was not done, and whether the job can be run by hand.',
  runbook: 'job-critically-stale',
};

export const stalenessAlerts: readonly Alert[] = [notRunning, criticallyStale];
