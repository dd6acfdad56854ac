import type { Severity } from '../../model/job.ts';

/** Who is told by a topic; one that is not confirmed is told nothing. */
export type Subscription = Readonly<{ endpoint: string; protocol: string; isConfirmed: boolean }>;

/** A topic for alarms of one severity; the stack's own has the addresses of the configuration. */
export type Topic = Readonly<{
  severity: Severity;
  arn: string;
  isOwn: boolean;
  subscriptions: readonly Subscription[] | 'no-topic';
}>;

/** A call that failed; `denied` where a permission is missing. */
export type FailedCall = Readonly<{ action: string; denied: boolean; message: string }>;

/** What an account told about a service. What was not answered is `undefined`, with a failed call. */
export type AccountEvidence = Readonly<{
  region: string;
  /** The stack's status, such as `UPDATE_COMPLETE`; `none` where there is no such stack. */
  stackStatus: string | 'none' | undefined;
  topics: readonly Topic[];
  /** Every alarm of the service, and whether it tells anybody. */
  alarms: ReadonlyMap<string, Readonly<{ hasActions: boolean }>> | undefined;
  /** The newest heartbeat of the last minutes; `none` where there was none. */
  heartbeat: number | 'none' | undefined;
  failures: readonly FailedCall[];
}>;

/** A heartbeat is looked for in so many minutes: CloudWatch has it within two. */
export const heartbeatMinutes = 10;
