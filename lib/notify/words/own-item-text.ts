import type { MessageItem } from '../message.ts';
import { findConcern, type OwnAlarm } from '../own-alarms.ts';
import { formatName, listNames } from './name-text.ts';
import type { Case } from './problem.ts';
import { formatAge, formatTime } from './time-text.ts';

/** How many names are listed within a clause. */
const mostNames = 5;

/** What is said of Jobwatch's own alarms, whose words say it whole. */
export function describeOwnItem(
  { alarm, change }: MessageItem,
  own: OwnAlarm,
  { facts, at }: Case,
): Readonly<{ clause: string; details: readonly string[] }> {
  const lasted = formatAge((alarm.endedAt ?? at) - alarm.since);
  const since = formatTime(alarm.since, at);
  const concern = findConcern(alarm.alert);
  const names = facts.names ?? (concern === undefined ? [] : [concern]);
  const which = names.length === 0 ? '' : ` (${listNames(names.map(formatName), mostNames)})`;
  switch (change) {
    case 'recovered':
      return { clause: `${own.recovery}${which} after ${lasted}`, details: [] };
    case 'passed':
      return {
        clause: `${own.recovery}${which} after ${lasted}`,
        details: [`it began at ${since}`],
      };
    case 'gone':
      return { clause: `nobody watches any more whether ${own.problem}`, details: [] };
    case 'flapping': {
      const clause = `${own.problem}${which}, on and off, ${alarm.times} times since ${since}`;
      return { clause, details: [own.effect] };
    }
    default:
      return { clause: `${own.problem}${which}`, details: [`since ${since}`, own.effect] };
  }
}
