import type { AlarmIdentity } from '../alarm.ts';
import { type ItemChange, isResolved, type Message, type MessageItem } from '../message.ts';
import { findOwnAlarm } from '../own-alarms.ts';
import type { Wording } from './facts.ts';
import { joinNames } from './name-text.ts';

/** How many names a note lists. */
const mostNames = 6;

const unanswered = 'Prometheus could not be queried for details; the numbers come from the alarms.';

/** What a message says in addition to its entries, in sentences. */
export function listNotes(message: Message, { prometheusAnswered }: Wording): string[] {
  const { items, keptBack } = message;
  const hasFacts = prometheusAnswered || items.every(needsNoFacts);
  return [
    ...noteResolved(items),
    ...noteStanding(message),
    ...note('Also began, and is reported only if it lasts longer', keptBack),
    ...(hasFacts ? [] : [unanswered]),
  ];
}

function needsNoFacts(item: MessageItem): boolean {
  return isResolved(item) || findOwnAlarm(item.alarm.alert) !== undefined;
}

/** If there is bad news, good news consists of names only. */
function noteResolved(items: readonly MessageItem[]): string[] {
  if (items.every(isResolved)) return [];
  const find = (change: ItemChange) =>
    items.filter(item => item.change === change).map(({ alarm }) => alarm);
  return [
    ...note('Fine again', find('recovered')),
    ...note('Was unhealthy for a while and is fine again', find('passed')),
    ...note('No longer watched', find('gone')),
  ];
}

function noteStanding({ standing, items }: Message): string[] {
  const named = new Set(items.map(({ alarm }) => alarm.job));
  const others = standing.filter(({ job }) => job !== undefined && !named.has(job));
  return note('Still unhealthy, already reported', others);
}

function note(start: string, alarms: readonly AlarmIdentity[]): string[] {
  const names = [...new Set(alarms.map(({ job, alert }) => job ?? alert))];
  return names.length === 0 ? [] : [`${start}: ${joinNames(names, mostNames)}.`];
}
