import type { ItemChange } from './message.ts';
import type { AlarmRecord, Mark } from './state.ts';

/** The state of an alarm in this minute, for one destination. */
type Standing = Readonly<{
  destination: string;
  isActive: boolean;
  /** It went on within this minute, although it may be over again. */
  wentOn: boolean;
  isMuted: boolean;
  isHidden: boolean;
  /** Whether the routes name the destination for this alarm. */
  isRouted: boolean;
}>;

/** A destination's mark, and the change to notify. */
type Assessment = Readonly<{ mark: Mark | undefined; change: ItemChange | undefined }>;

const nothing: Assessment = { mark: undefined, change: undefined };

/** The change to notify to one destination about one alarm; it sends nothing. */
export function assess(
  record: AlarmRecord,
  before: Mark | undefined,
  standing: Standing,
): Assessment {
  if (standing.isMuted) return { mark: before && mute(before, record), change: undefined };
  if (!record.exists) return isNotified(before) ? { mark: before, change: 'gone' } : nothing;
  if (!standing.isActive) return assessEnd(before, standing);
  if (before === undefined || !isNotified(before)) return assessBeginning(record, before, standing);
  if (standing.isHidden) return { mark: before, change: undefined };
  if (before.kind === 'muted') return { mark: before, change: 'unmuted' };
  const isNews = before.kind === 'said' && record.times > 1;
  return { mark: before, change: isNews ? 'flapping' : undefined };
}

function assessBeginning(
  record: AlarmRecord,
  before: Mark | undefined,
  { destination, isHidden, isRouted }: Standing,
): Assessment {
  if (isHidden || !isRouted) return nothing;
  const mark = before ?? createMark(destination);
  const change = record.times > 1 ? 'flapping' : record.wasMuted ? 'unmuted' : 'began';
  return { mark: { ...mark, kind: 'pending' }, change };
}

function assessEnd(before: Mark | undefined, standing: Standing): Assessment {
  const { destination, wentOn, isHidden, isRouted } = standing;
  if (isNotified(before)) return { mark: before, change: 'recovered' };
  const wasSeen = before !== undefined || (wentOn && isRouted && !isHidden);
  if (!wasSeen) return nothing;
  return { mark: { ...(before ?? createMark(destination)), kind: 'passed' }, change: 'passed' };
}

/** Whether a destination was notified that the alarm is on. */
export function isNotified(mark: Mark | undefined): mark is Mark {
  return mark !== undefined && mark.kind !== 'pending' && mark.kind !== 'passed';
}

/** What was not reported before a mute is reported after it only if it is still on. */
function mute(mark: Mark, { isOn }: AlarmRecord): Mark | undefined {
  if (isNotified(mark)) return { ...mark, kind: 'muted' };
  return isOn ? mark : undefined;
}

function createMark(destination: string): Mark {
  return { destination, kind: 'pending', at: 0, incident: 0 };
}
