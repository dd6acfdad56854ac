import type { AlarmSpec } from '../checks/check.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { AlertName, Job, Severity } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { AlarmHistory, FindDatapoints } from './alarm-histories.ts';
import type { Datapoint } from './range.ts';

/** An exceeded limit at a minute. A message is sent only after it has held for `holdMinutes`. */
export type Breach = Readonly<{
  alert: AlertName;
  severity: Severity;
  value: number;
  limit: number;
  holdMinutes: number;
}>;

/** A breach, and whether its alarm is on. Times are Unix seconds. */
export type StandingBreach = Breach &
  Readonly<{
    /** When the alarm went on; undefined while it is not on yet. */
    since: number | undefined;
    /** It was already on at `since`, the first minute that was judged. */
    beganBefore: boolean;
    /** Minutes until the alarm goes on, if the breach lasts; undefined if it is on. */
    minutesToAlarm: number | undefined;
  }>;

/** The limits that a job's measurements of one minute exceed. */
function findBreaches(job: Job, measurements: readonly Measurement[]): Breach[] {
  return planJobAlarms(job).flatMap(({ alert, severity, metric, threshold, evaluationPeriods }) => {
    const measurement = measurements.find(candidate => candidate.metric === metric);
    const limit = measurement?.limits?.[alert] ?? threshold;
    if (measurement === undefined || measurement.value <= limit) return [];
    const { value } = measurement;
    return [{ alert, severity, value, limit, holdMinutes: evaluationPeriods }];
  });
}

/** Alarms whose minutes from `from` to `at` were judged, both in Unix seconds. */
type AlarmData = Readonly<{
  at: number;
  from: number;
  alarms: readonly AlarmHistory[];
  findDatapoints: FindDatapoints;
}>;

/** Limits that are exceeded now, and alarms that are on although there is no data now. */
export function findStanding(
  job: Job,
  measurements: readonly Measurement[],
  known: AlarmData,
): StandingBreach[] {
  const breaches = new Map(findBreaches(job, measurements).map(breach => [breach.alert, breach]));
  return planJobAlarms(job).flatMap(spec => {
    const on = findOn(spec, known);
    const breach = breaches.get(spec.alert) ?? on;
    if (breach === undefined) return [];
    const since = on === undefined ? undefined : Math.max(on.since, known.from);
    const minutesToAlarm = on === undefined ? countMinutesLeft(spec, known) : undefined;
    const beganBefore = on !== undefined && on.since <= known.from;
    return [{ ...withoutSince(breach), since, beganBefore, minutesToAlarm }];
  });
}

function withoutSince({ alert, severity, value, limit, holdMinutes }: Breach): Breach {
  return { alert, severity, value, limit, holdMinutes };
}

function findOn(spec: AlarmSpec, { alarms }: AlarmData): (Breach & { since: number }) | undefined {
  const { alert, job, severity, evaluationPeriods } = spec;
  const history = alarms.find(one => one.spec.alert === alert && one.spec.job === job);
  const last = history?.transitions.at(-1);
  if (last?.state !== 'ALARM') return undefined;
  const { value, threshold: limit, at: since } = last;
  return { alert, severity, value: value ?? limit, limit, holdMinutes: evaluationPeriods, since };
}

function countMinutesLeft(spec: AlarmSpec, { at, findDatapoints }: AlarmData): number {
  const datapoints = findDatapoints(spec.job, spec.metric, spec.alert);
  const isOver = ({ value, limit }: Datapoint) => value > (limit ?? spec.threshold);
  let held = 0;
  while (held < spec.evaluationPeriods) {
    const datapoint = datapoints.at(-1 - held);
    if (datapoint === undefined || datapoint.at < at - 60 * held || !isOver(datapoint)) break;
    held += 1;
  }
  return Math.max(1, spec.evaluationPeriods - held);
}
