import type { Severity } from '../../lib/model/job.ts';
import type { AlarmChange, AlarmSnapshot } from '../../lib/notify/alarm.ts';
import type { Message } from '../../lib/notify/message.ts';
import { type PlanInput, planMessages } from '../../lib/notify/plan-messages.ts';
import type { QuietTimes } from '../../lib/notify/quiet.ts';
import type { Routes } from '../../lib/notify/routes.ts';
import { emptyState, type NotifierState } from '../../lib/notify/state.ts';

/** Monday, 23 November 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 23, 12) / 1_000;

export const minute = 60;
export const hour = 3_600;

export const team: Routes = { defaults: { warning: ['team'], critical: ['oncall'] }, routes: [] };

export const loud: QuietTimes = { mutes: [], maintenance: [] };

/** An alarm that is on in spans of minutes after noon, such as `[[5, 30]]`. */
export type Line = Readonly<{
  alert?: string;
  job?: string | undefined;
  severity?: Severity;
  source?: string;
  value?: number;
  on: readonly (readonly [from: number, to?: number])[];
  /** Spans of minutes without data, in which it is INSUFFICIENT_DATA. */
  unknown?: readonly (readonly [from: number, to: number])[];
  /** Minutes after noon at which it is created and removed. */
  exists?: readonly [from: number, to: number];
}>;

export type Played = Readonly<{ messages: readonly Message[]; state: NotifierState }>;

export type Setting = Partial<Pick<PlanInput, 'routes' | 'quiet' | 'remindSeconds'>> &
  Readonly<{
    state?: NotifierState;
    from?: number;
    /** Minutes between two calls. */
    step?: number;
  }>;

/** The state of an alarm at a minute after noon; undefined if it does not exist. */
export function showAlarm(line: Line, at: number): AlarmSnapshot | undefined {
  const { exists: [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] } = line;
  if (at < from || at >= to) return undefined;
  const edges = [...line.on, ...(line.unknown ?? [])]
    .flatMap(pair => [pair[0], pair[1] ?? at + 1])
    .filter(edge => edge <= at);
  const isIn = (list: Line['on'] = []) =>
    list.some(([start, end = Number.POSITIVE_INFINITY]) => start <= at && at < end);
  const state = isIn(line.unknown) ? 'INSUFFICIENT_DATA' : isIn(line.on) ? 'ALARM' : 'OK';
  const { alert = 'BackgroundJobFailing', severity = 'warning', source, value = 25 } = line;
  const job = 'job' in line ? line.job : 'clip_sync';
  return {
    ...{ alert, job, severity, state, source, value, limit: 5 },
    name: `clipper/${job ?? ''}/${alert}`,
    since: noon + Math.max(-minute, ...edges) * minute,
  };
}

/** Runs the minutes after noon, with one call each, as the notifier does. */
export function play(lines: readonly Line[], minutes: number, setting: Setting = {}): Played {
  let { state = emptyState } = setting;
  const messages: Message[] = [];
  for (let at = setting.from ?? 0; at <= minutes; at += setting.step ?? 1) {
    const alarms = lines.flatMap(line => showAlarm(line, at) ?? []);
    const plan = planMessages({ ...inputAt(at, setting), state, alarms });
    messages.push(...plan.messages);
    state = plan.state;
  }
  return { messages, state };
}

export function inputAt(at: number, setting: Setting = {}): Omit<PlanInput, 'state' | 'alarms'> {
  const { routes = team, quiet = loud, remindSeconds } = setting;
  const reminders = remindSeconds === undefined ? {} : { remindSeconds };
  return { routes, quiet, changes: [] as AlarmChange[], now: noon + at * minute, ...reminders };
}

/** A message as `12:06 critical oncall alarm: began a, began b`. */
export function summarize({ messages }: Played): string[] {
  return messages.map(({ at, severity, destination, kind, items }) => {
    const what = items.map(({ change, alarm }) => `${change} ${alarm.job ?? alarm.alert}`);
    return `${clock(at)} ${severity} ${destination} ${kind}: ${what.join(', ')}`;
  });
}

function clock(at: number): string {
  return new Date(at * 1_000).toISOString().slice(11, 16);
}
