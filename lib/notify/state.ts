import type { Severity } from '../model/job.ts';
import type { AlarmIdentity } from './alarm.ts';

/**
 * What one destination knows about an alarm: `pending` nothing yet, the message waits for others;
 * `passed` nothing, and it is over already; `said` that it is on; `flapping` that it comes and
 * goes; `muted` one of both, before a mute began.
 */
export type MarkKind = 'pending' | 'passed' | 'said' | 'flapping' | 'muted';

export type Mark = Readonly<{
  destination: string;
  kind: MarkKind;
  /** When it was last reported; 0 for never. */
  at: number;
  /** The beginning of the incident that a pager opened for it; 0 for none. */
  incident: number;
}>;

/** An alarm that is on, was reported, or ended a short while ago. Times are Unix seconds. */
export type AlarmRecord = AlarmIdentity &
  Readonly<{
    severity: Severity;
    source: string | undefined;
    isOn: boolean;
    /** False once the alarm no longer exists in CloudWatch. */
    exists: boolean;
    /** When the problem began: for a flapping alarm, the first time. */
    since: number;
    /** When it last went on or off. */
    changedAt: number;
    endedAt: number | undefined;
    /** How often it went on after having been off only briefly. */
    times: number;
    value: number | undefined;
    limit: number | undefined;
    /** Whether it was on during a mute or maintenance. */
    wasMuted: boolean;
    marks: readonly Mark[];
  }>;

/** The messages of one severity to one destination. */
export type Thread = Readonly<{
  destination: string;
  severity: Severity;
  sentAt: number;
  /** How many messages were sent in a row, up to the longest gap. */
  step: number;
}>;

/**
 * Everything that the notifier remembers between two minutes; `formatState` converts it to JSON.
 */
export type NotifierState = Readonly<{
  version: 1;
  /** The minute for which it was planned. */
  at: number;
  alarms: readonly AlarmRecord[];
  threads: readonly Thread[];
  /** Destinations that could not be reached, and since when. */
  failing: readonly Readonly<{ destination: string; since: number }>[];
}>;

/** The state before the first minute. */
export const emptyState: NotifierState = {
  version: 1,
  at: 0,
  alarms: [],
  threads: [],
  failing: [],
};
