import type { Severity } from '../../model/job.ts';
import type { DeliveryFault } from '../../notify/channels/delivery.ts';

/** A message that was sent or not, for the log; without its text. */
export type SentLine = Readonly<{
  destination: string;
  severity: Severity;
  kind: 'alarm' | 'recovery' | 'reminder';
  alarms: number;
  /** Undefined if it was delivered. */
  fault?: Readonly<{ code: DeliveryFault; problem: string; attempts: number }>;
}>;

/** A step that failed, and why. */
export type StepFailure = Readonly<{ step: Step; message: string }>;

export type Step =
  | 'receive'
  | 'read-alarms'
  | 'check-topics'
  | 'claim'
  | 'save'
  | 'delete'
  | 'switch';

/** One run of the notifier, for the log: one JSON line. `at` is ISO 8601. */
export type NotifyLine = Readonly<{
  level: 'INFO' | 'WARN' | 'ERROR';
  event: 'notify';
  at: string;
  /** State changes that were read from the queue, and bodies that are not state changes. */
  changes: number;
  unreadable: number;
  /** Alarms that were read; undefined if none were. */
  alarms: number | undefined;
  sent: readonly SentLine[];
  failures: readonly StepFailure[];
  /** Whether the outside heartbeat service was called; undefined if there is none. */
  switchAsked?: boolean;
  milliseconds: number;
}>;
