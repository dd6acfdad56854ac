import { type AlertName, findSetting } from '../model/job.ts';
import type { JobRow } from './rows.ts';

/**
 * How a value compares with its limits. `none` is a number without a limit, `worst` the original's
 * dark red.
 */
export type Level = 'none' | 'good' | 'warning' | 'critical' | 'worst';

/** A missing value has no level: it is neither good nor bad. */
export type Judged = Readonly<{ value: number; level: Level }>;

/** Limits of a job's panel colours; a value must exceed a limit to get its colour. */
type Bands = Readonly<{ warning: number; critical: number }>;

/** The original's panels turn red at 360 min and yellow at 120: three times. */
const staleFactor = 3;
/** And at 20 % against 5 %: four times. */
const failingFactor = 4;

/** Seconds since the last success, or since it was due, at which a job's panels change colour. */
export function findStalenessBands(row: JobRow): Bands {
  const warning = findLimit(row, 'BackgroundJobNotRunning');
  return bound(warning, staleFactor * warning, findLimit(row, 'BackgroundJobCriticallyStale'));
}

/** Percent of failed runs at which a job's panels change colour. */
export function findFailureBands(row: JobRow): Bands {
  const warning = findLimit(row, 'BackgroundJobFailing');
  const critical = findLimit(row, 'BackgroundJobCriticalFailureRate');
  return bound(warning, failingFactor * warning, critical);
}

/** Seconds of the 95th percentile at which a job's cell changes colour: those of its alerts. */
export function findDurationBands(row: JobRow): Bands {
  const warning = findLimit(row, 'BackgroundJobHighDuration');
  const critical = findLimit(row, 'BackgroundJobCriticalDuration');
  return { warning, critical: Math.max(warning, critical) };
}

function bound(warning: number, red: number, critical: number): Bands {
  return { warning, critical: Math.max(warning, Math.min(critical, red)) };
}

export function judge(value: number, { warning, critical }: Bands): Level {
  if (value > critical) return 'critical';
  return value > warning ? 'warning' : 'good';
}

/** For all jobs together: the steps of the original's documentation, in failures per minute. */
export function judgeTotalFailures(perMinute: number): Level {
  return judge(perMinute, { warning: 0.1, critical: 1 });
}

/**
 * A window without a success is as bad as the job's failures, or as the age of its last success.
 * Dark red is reserved for critical alerts.
 */
export function judgeSuccesses(perMinute: number, row: JobRow): Level {
  if (perMinute > 0) return 'good';
  const rate = row.values.FailureRatePercent ?? 0;
  const age = row.values.SecondsSinceSuccess ?? row.values.SecondsOverdue ?? 0;
  if (rate > findLimit(row, 'BackgroundJobCriticalFailureRate')) return 'worst';
  if (age > findLimit(row, 'BackgroundJobCriticallyStale')) return 'worst';
  const levels = [judge(rate, findFailureBands(row)), judge(age, findStalenessBands(row))];
  return levels.find(level => level === 'critical') ?? levels.find(isWarning) ?? 'none';
}

function isWarning(level: Level): boolean {
  return level === 'warning';
}

/** Yellow from the first failure; red if panel 8 is red. */
export function judgeFailures(perMinute: number, row: JobRow): Level {
  if (perMinute === 0) return 'good';
  const rate = row.values.FailureRatePercent ?? 0;
  return rate > findFailureBands(row).critical ? 'critical' : 'warning';
}

const ranks: Readonly<Record<Level, number>> = {
  none: 0,
  good: 0,
  warning: 1,
  critical: 2,
  worst: 2,
};

/** Greater is worse; a missing value counts as good. */
export function rankLevel(level: Level | undefined): number {
  return level === undefined ? 0 : ranks[level];
}

/** The limit that applies now: that of a learnt rhythm, otherwise the job's own. */
function findLimit(row: Pick<JobRow, 'job' | 'limits'>, alert: AlertName): number {
  return row.limits[alert] ?? findSetting(row.job, alert).limit;
}
