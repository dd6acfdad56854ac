import type { Severity } from '../model/job.ts';
import type { AlarmRecord } from './state.ts';

/**
 * `began` it is on; `flapping` it comes and goes; `unmuted` it is still on after a mute; `standing`
 * it was reported before and is repeated; `recovered` it is over; `passed` it was on and over again
 * before it was reported; `gone` it is no longer watched.
 */
export type ItemChange =
  | 'began'
  | 'flapping'
  | 'unmuted'
  | 'standing'
  | 'recovered'
  | 'passed'
  | 'gone';

export type MessageItem = Readonly<{
  alarm: AlarmRecord;
  change: ItemChange;
  /** Other alerts that are on for the same job and not in the message, such as a hidden warning. */
  others: readonly string[];
}>;

/** One message to one destination. */
export type Message = Readonly<{
  destination: string;
  /** The severity of its alarms, even if they are over. */
  severity: Severity;
  /** `alarm` something is wrong, `recovery` only good news, `reminder` nothing new. */
  kind: 'alarm' | 'recovery' | 'reminder';
  /** Unix seconds. */
  at: number;
  items: readonly MessageItem[];
  /** Alarms that this destination was notified about before and that are still on. */
  standing: readonly AlarmRecord[];
  /** Job alarms held back because they began during an outage of the source or of Jobwatch. */
  keptBack: readonly AlarmRecord[];
  /** For pagers: the incident that the message opens, and those that are completely over. */
  incidents: Readonly<{ opened: number | undefined; closed: readonly number[] }>;
}>;

const resolvedChanges: ReadonlySet<ItemChange> = new Set(['recovered', 'passed', 'gone']);

/** Whether an item says that something is over. */
export function isResolved({ change }: Pick<MessageItem, 'change'>): boolean {
  return resolvedChanges.has(change);
}
