import type { CheckName } from '../../checks/check.ts';
import type { Severity } from '../../model/job.ts';

/** Who is told by a topic; one that is not confirmed is told nothing. */
export type Subscription = Readonly<{ endpoint: string; protocol: string; isConfirmed: boolean }>;

export type Topic = Readonly<{ arn: string; subscriptions: readonly Subscription[] | 'no-topic' }>;

/** A call that failed; `denied` where a permission is missing. */
export type FailedCall = Readonly<{ action: string; denied: boolean; message: string }>;

/** What an account told about a service. What was not answered is `undefined`, with a failed call. */
export type AccountEvidence = Readonly<{
  region: string;
  /** The stack's status, such as `UPDATE_COMPLETE`; `none` where there is no such stack. */
  stackStatus: string | 'none' | undefined;
  topics: ReadonlyMap<Severity, Topic>;
  /** Every alarm of the service, and whether it tells anybody. */
  alarms: ReadonlyMap<string, Readonly<{ tells: boolean }>> | undefined;
  /** Checks that sent a heartbeat in the last minutes. */
  beats: ReadonlySet<CheckName> | undefined;
  /** The newest state of the source: 1 or 0; `undefined` where there is none. */
  sourceReachable: number | undefined;
  failures: readonly FailedCall[];
}>;

/** Heartbeats are looked for in so many minutes: CloudWatch has them within two. */
export const beatMinutes = 10;
