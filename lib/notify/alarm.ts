import type { AlarmState } from '../alarms/evaluate.ts';
import type { Severity } from '../model/job.ts';

/** Identifies an alarm within its service. */
export type AlarmIdentity = Readonly<{
  /** An alert's name such as `BackgroundJobFailing`, or one of Jobwatch's own such as `NotReporting`. */
  alert: string;
  /** Undefined for an alarm of the whole service. */
  job: string | undefined;
}>;

/** An alarm as `DescribeAlarms` shows it. Times are Unix seconds. */
export type AlarmSnapshot = AlarmIdentity &
  Readonly<{
    /** Its name in CloudWatch. */
    name: string;
    severity: Severity;
    state: AlarmState;
    /** When it entered the state. */
    since: number;
    /** The newest datapoint and the limit, in the alert's own unit. */
    value?: number | undefined;
    limit?: number | undefined;
    /** For an outage: the only source concerned. For a job: the source that it is read from. */
    source?: string | undefined;
  }>;

/** A state change from EventBridge. It may come late, twice, and in any order. */
export type AlarmChange = AlarmIdentity & Readonly<{ state: AlarmState; at: number }>;

/** A text that identifies the alarm. */
export function identifyAlarm({ alert, job }: AlarmIdentity): string {
  return job === undefined ? alert : `${alert} ${job}`;
}
