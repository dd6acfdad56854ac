import { evaluateAlarm, type Transition } from '../alarms/evaluate.ts';
import type { Datapoint } from '../alarms/range.ts';
import { type AlarmSpec, alarmsOf } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { unlistedJob } from '../checks/roster.ts';
import { type AlertName, alertNames, type Fleet, type Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';

/** Both ends in Unix seconds, whole minutes. */
export type Span = Readonly<{ from: number; to: number }>;

/** An alarm and every change of its state. */
export type AlarmHistory = Readonly<{ spec: AlarmSpec; transitions: readonly Transition[] }>;

/**
 * A job's datapoints of a metric in the order of time; those of an alert with limits of its own
 * at some minutes carry them.
 */
export type DatapointsOf = (
  job: string,
  metric: MetricName,
  alert: AlertName,
) => readonly Datapoint[];

/** An alarm looks back over its hold time, and a little more where data is missing; minutes. */
const leadMinutes = 10;

/** The somewhat longer span that has to be known for the alarms of `span` to be judged. */
export function spanToRead(fleet: Fleet, span: Span): Span {
  const longest = Math.max(...[...fleet.jobs, fleet.unlisted.settings].map(longestHold));
  return { ...span, from: span.from - (longest + leadMinutes) * 60 };
}

function longestHold(job: Pick<Job, 'alerts'>): number {
  return Math.max(...Object.values(job.alerts).map(({ holdMinutes }) => holdMinutes));
}

/**
 * CloudWatch's own rules over what was measured: those alarms that ever left INSUFFICIENT_DATA, by
 * job in the order of the config and then by alert. `names` are the jobs that were measured.
 */
export function judgeAlarms(
  fleet: Fleet,
  measured: Readonly<{ names: ReadonlySet<string>; datapointsOf: DatapointsOf }>,
  span: Span,
): AlarmHistory[] {
  return jobsOf(fleet, measured.names)
    .filter(job => job.paused !== true)
    .flatMap(job => judgeJob(job, measured.datapointsOf, span));
}

function jobsOf(fleet: Fleet, names: ReadonlySet<string>): Job[] {
  const listed = new Set(fleet.jobs.map(job => job.name));
  const unlisted = [...names].filter(name => !listed.has(name)).sort();
  return [...fleet.jobs, ...unlisted.map(name => unlistedJob(fleet, name))];
}

function judgeJob(job: Job, datapointsOf: DatapointsOf, span: Span): AlarmHistory[] {
  return checks
    .flatMap(check => alarmsOf(check, job))
    .toSorted((a, b) => alertNames.indexOf(a.alert) - alertNames.indexOf(b.alert))
    .map(spec => {
      const row = datapointsOf(job.name, spec.metric, spec.alert);
      const from = span.from - (spec.evaluationPeriods + leadMinutes) * 60;
      return { spec, transitions: evaluateAlarm(spec, row, { from, to: span.to }) };
    })
    .filter(({ transitions }) => transitions.length > 0);
}
