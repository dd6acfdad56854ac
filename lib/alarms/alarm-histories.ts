import type { AlarmSpec } from '../checks/check.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';
import { evaluateAlarm, type Transition } from './evaluate.ts';
import type { Datapoint } from './range.ts';

/** An alarm and every change of its state. */
export type AlarmHistory = Readonly<{ spec: AlarmSpec; transitions: readonly Transition[] }>;

/**
 * A job's datapoints of a metric in order of time; for an alert whose limit differs at some
 * minutes, with that limit.
 */
export type FindDatapoints = (
  job: string,
  metric: MetricName,
  alert: string,
) => readonly Datapoint[];

/** An alarm looks back over its hold time, and a little more where data is missing; minutes. */
const leadMinutes = 10;

/** The longer range that must be read to judge the alarms of `span`. */
export function findReadRange(jobs: readonly Pick<Job, 'alerts'>[], span: TimeRange): TimeRange {
  const longest = Math.max(0, ...jobs.map(longestHold));
  return { ...span, from: span.from - (longest + leadMinutes) * 60 };
}

function longestHold(job: Pick<Job, 'alerts'>): number {
  return Math.max(...Object.values(job.alerts).map(({ holdMinutes }) => holdMinutes));
}

/** The alarms that ever left INSUFFICIENT_DATA, by CloudWatch's own rules. */
export function judgeAlarms(
  jobs: readonly Job[],
  findDatapoints: FindDatapoints,
  span: TimeRange,
): AlarmHistory[] {
  return jobs
    .filter(job => job.paused !== true)
    .flatMap(job => planJobAlarms(job).map(spec => judgeAlarm(spec, findDatapoints, span)))
    .filter(({ transitions }) => transitions.length > 0);
}

function judgeAlarm(
  spec: AlarmSpec,
  findDatapoints: FindDatapoints,
  span: TimeRange,
): AlarmHistory {
  const row = findDatapoints(spec.job, spec.metric, spec.alert);
  const from = span.from - (spec.evaluationPeriods + leadMinutes) * 60;
  return { spec, transitions: evaluateAlarm(spec, row, { from, to: span.to }) };
}
