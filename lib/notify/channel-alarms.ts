import type { AlarmSnapshot } from './alarm.ts';
import { channelFailing } from './routes.ts';
import type { AlarmRecord, NotifierState } from './state.ts';
import { timing } from './timing.ts';
import { type Tracked, trackAlarms } from './track-alarms.ts';

/** The alarms about channels that cannot be reached. Only the notifier knows them. */
export function trackChannels(
  records: readonly AlarmRecord[],
  failing: NotifierState['failing'],
  now: number,
): Tracked[] {
  const lasting = failing.filter(({ since }) => now - since >= timing.channelFailsSeconds);
  const on = lasting.map(({ destination, since }) =>
    createSnapshot(`${channelFailing}${destination}`, 'ALARM', since),
  );
  const isOn = new Set(on.map(({ alert }) => alert));
  const over = records
    .filter(({ alert }) => !isOn.has(alert))
    .map(({ alert }) => createSnapshot(alert, 'OK', now));
  return trackAlarms(records, { alarms: [...on, ...over], changes: [], now });
}

function createSnapshot(
  alert: string,
  state: AlarmSnapshot['state'],
  since: number,
): AlarmSnapshot {
  return { name: alert, alert, job: undefined, severity: 'critical', state, since };
}
