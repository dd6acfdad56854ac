import type { Severity } from '../../model/job.ts';

/** Who gets a topic's messages. A subscription that is not confirmed gets none. */
export type Subscription = Readonly<{ endpoint: string; protocol: string; isConfirmed: boolean }>;

/** A topic for alarms of one severity. The stack's own topic has the addresses of the configuration. */
export type Topic = Readonly<{
  severity: Severity;
  arn: string;
  isOwn: boolean;
  subscriptions: readonly Subscription[] | 'no-topic';
}>;

/** A call that failed; `denied` if a permission is missing. */
export type FailedCall = Readonly<{ action: string; denied: boolean; message: string }>;

/** What an account says about a service. What could not be read is `undefined`, with a failed call. */
export type AccountEvidence = Readonly<{
  region: string;
  /** The stack's status, such as `UPDATE_COMPLETE`; `none` if there is no such stack. */
  stackStatus: string | 'none' | undefined;
  /** How long ago the stack was created, in seconds. */
  stackAgeSeconds?: number;
  topics: readonly Topic[];
  /** Every alarm of the service, and whether it has actions. */
  alarms: ReadonlyMap<string, Readonly<{ hasActions: boolean }>> | undefined;
  /** The newest heartbeat of the last minutes; `none` if there was none. */
  heartbeat: number | 'none' | undefined;
  failures: readonly FailedCall[];
}>;

/** How many minutes a heartbeat is looked for: CloudWatch has it within two. */
export const heartbeatMinutes = 10;
