import type { AlarmSpec } from '../checks/check.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { type AlarmState, nextState } from './evaluate.ts';
import { type Datapoint, evaluationRange } from './range.ts';

/** One alert's alarm after a minute, with the datapoints that the next evaluations look back at. */
export type JobAlarm = Readonly<{
  spec: AlarmSpec;
  state: AlarmState;
  /** In order of time. */
  datapoints: readonly Datapoint[];
}>;

/** A job's alarms before there is any data. */
export function beginAlarms(job: Job): JobAlarm[] {
  return planJobAlarms(job).map(spec => ({ spec, state: 'INSUFFICIENT_DATA', datapoints: [] }));
}

/**
 * The alarms after the next minute (Unix seconds), by CloudWatch's own rules. `measurements` are
 * those of the job; a metric that is not among them is missing, and its alarms keep their state.
 */
export function advanceAlarms(
  alarms: readonly JobAlarm[],
  measurements: readonly Measurement[],
  minute: number,
): JobAlarm[] {
  return alarms.map(({ spec, state, datapoints: known }) => {
    const oldest = minute - evaluationRange(spec.evaluationPeriods) * spec.periodSeconds;
    const measured = measurements.find(({ metric }) => metric === spec.metric);
    const datapoints = known.filter(({ at }) => at > oldest);
    if (measured !== undefined) {
      const limit = measured.limits?.[spec.alert];
      datapoints.push({ at: minute, value: measured.value, limit });
    }
    const moment = { minute, known: datapoints.length, state };
    return { spec, datapoints, state: nextState(spec, datapoints, moment) };
  });
}

/** How many minutes decide the state of any of the jobs' alarms if none is missing. */
export function findReachMinutes(jobs: readonly Pick<Job, 'alerts'>[]): number {
  const holds = jobs.flatMap(({ alerts }) =>
    Object.values(alerts).map(({ holdMinutes }) => holdMinutes),
  );
  return evaluationRange(Math.max(0, ...holds));
}
