import type { Severity } from '../model/job.ts';
import type { AlarmIdentity } from './alarm.ts';

/**
 * What one destination knows of an alarm:
 * `pending` nothing yet, it waits for company; `passed` nothing, and it is over already;
 * `said` that it is on; `flapping` that it comes and goes; `muted` one of both, before a mute began.
 */
export type MarkKind = 'pending' | 'passed' | 'said' | 'flapping' | 'muted';

export type Mark = Readonly<{
  destination: string;
  kind: MarkKind;
  /** When it was last said; 0 for never. */
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
    /** False once CloudWatch does not have the alarm any more. */
    exists: boolean;
    /** When the problem began: for a flapping alarm, the first time. */
    since: number;
    /** When it last went on or off. */
    changedAt: number;
    endedAt: number | undefined;
    /** How often it went on without having been off for long. */
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

/** All that the notifier remembers between two minutes; `formatState` makes it JSON. */
export type NotifierState = Readonly<{
  version: 1;
  /** The minute for which it was planned. */
  at: number;
  alarms: readonly AlarmRecord[];
  threads: readonly Thread[];
  /** Destinations that could not be reached, and since when. */
  failing: readonly Readonly<{ destination: string; since: number }>[];
}>;

/** What is remembered before the first minute. */
export const emptyState: NotifierState = {
  version: 1,
  at: 0,
  alarms: [],
  threads: [],
  failing: [],
};
