import type { AlarmSpec } from '../checks/check.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';
import { followAlarm, type Transition } from './evaluate.ts';
import type { Datapoint } from './range.ts';

/** An alarm and every change of its state. */
export type AlarmHistory = Readonly<{
  spec: AlarmSpec;
  transitions: readonly Transition[];
  /** The worst datapoint from each transition until the next, by the transition's time. */
  worst?: ReadonlyMap<number, number>;
}>;

/**
 * A job's datapoints of a metric in order of time; for an alert whose limit differs at some
 * minutes, with that limit.
 */
export type FindDatapoints = (
  job: string,
  metric: MetricName,
  alert: string,
) => readonly Datapoint[];

/** An alarm looks back over its hold time, and a little further if data is missing; minutes. */
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
  const followed = followAlarms(jobs, span.from);
  followed.advance(findDatapoints, span.to);
  return followed.list();
}

/** Alarms that are judged in pieces, so that a long span needs no more memory than a short one. */
type FollowedAlarms = Readonly<{
  /**
   * Continues to judge up to a minute, Unix seconds, with the datapoints from `holdSeconds` earlier
   * on.
   */
  advance: (findDatapoints: FindDatapoints, to: number) => void;
  /** The longest time that an alarm looks back over. */
  holdSeconds: number;
  /** The alarms that ever left INSUFFICIENT_DATA. */
  list: () => AlarmHistory[];
}>;

/** The alarms of the jobs, judged from `from` on, Unix seconds. */
export function followAlarms(jobs: readonly Job[], from: number): FollowedAlarms {
  const specs = jobs.filter(job => job.paused !== true).flatMap(planJobAlarms);
  const alarms = specs.map(spec => ({
    spec,
    next: from - lookBackSeconds(spec),
    worst: new Map<number, number>(),
    ...followAlarm(spec),
  }));
  const advance = (findDatapoints: FindDatapoints, to: number) => {
    for (const alarm of alarms) {
      const { job, metric, alert } = alarm.spec;
      const datapoints = findDatapoints(job, metric, alert);
      alarm.advance(datapoints, { from: alarm.next, to });
      recordWorst(alarm, datapoints);
      alarm.next = Math.max(alarm.next, to + 60);
    }
  };
  return {
    advance,
    holdSeconds: Math.max(0, ...specs.map(lookBackSeconds)),
    list: () =>
      alarms
        .filter(({ transitions }) => transitions.length > 0)
        .map(({ spec, transitions, worst }) => ({ spec, transitions, worst })),
  };
}

type Recorded = Readonly<{
  spec: AlarmSpec;
  transitions: readonly Transition[];
  worst: Map<number, number>;
  next: number;
}>;

/** Adds the datapoints from `next` on, Unix seconds, each to the transition before it. */
function recordWorst(
  { spec, transitions, worst, next }: Recorded,
  datapoints: readonly Datapoint[],
): void {
  const choose = spec.comparison.startsWith('Greater') ? Math.max : Math.min;
  let current = -1;
  for (const { at, value } of datapoints) {
    while ((transitions[current + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) current += 1;
    const transition = transitions[current];
    if (transition === undefined || at < next) continue;
    worst.set(transition.at, choose(worst.get(transition.at) ?? value, value));
  }
}

function lookBackSeconds({ evaluationPeriods }: AlarmSpec): number {
  return (evaluationPeriods + leadMinutes) * 60;
}
