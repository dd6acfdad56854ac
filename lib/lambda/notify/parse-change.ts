import type { AlarmState } from '../../alarms/evaluate.ts';
import type { KnownAlarm } from '../../deployed/known-alarms.ts';
import type { AlarmChange } from '../../notify/alarm.ts';

/**
 * `unreadable` is not a state change; `foreign` is one of an alarm that nobody is notified about.
 */
export type ParsedChange = AlarmChange | 'foreign' | 'unreadable';

const states: ReadonlySet<string> = new Set<AlarmState>(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

/**
 * A queue message's body as EventBridge writes it. Source: CloudWatch User Guide, alarm events and
 * EventBridge (`CloudWatch Alarm State Change`).
 */
export function parseChange(body: string, known: ReadonlyMap<string, KnownAlarm>): ParsedChange {
  const detail = readObject(parseJson(body), 'detail');
  const { value, timestamp } = readObject(detail, 'state');
  const { alarmName } = detail;
  const at = parseTimestamp(timestamp);
  if (typeof alarmName !== 'string' || !isState(value) || at === undefined) return 'unreadable';
  const alarm = known.get(alarmName);
  return alarm === undefined ? 'foreign' : { alert: alarm.alert, job: alarm.job, state: value, at };
}

function isState(value: unknown): value is AlarmState {
  return typeof value === 'string' && states.has(value);
}

/** Unix seconds of `2026-11-23T12:04:40.985+0000`, which has no colon in its offset. */
function parseTimestamp(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isFinite(milliseconds) ? Math.floor(milliseconds / 1_000) : undefined;
}

type Parts = Readonly<Record<string, unknown>>;

function readObject(parts: Parts, key: string): Parts {
  const value = parts[key];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parseJson(text: string): Parts {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
