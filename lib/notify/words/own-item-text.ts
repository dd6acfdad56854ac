import type { MessageItem } from '../message.ts';
import { findConcern, type OwnAlarm } from '../own-alarms.ts';
import { fromTimedClause, type ItemWording } from './item-words.ts';
import { joinNames } from './name-text.ts';
import type { Case } from './problem.ts';
import { formatTime, formatWholeMinutes } from './time-text.ts';

/** How many names are listed within a clause. */
const mostNames = 5;

/** The texts about Jobwatch's own alarms, which are complete clauses. */
export function describeOwnItem(
  { alarm, change }: MessageItem,
  own: OwnAlarm,
  { facts, at }: Case,
): ItemWording {
  const lasted = formatWholeMinutes((alarm.endedAt ?? at) - alarm.since);
  const since = formatTime(alarm.since, at);
  const concern = findConcern(alarm.alert);
  const names = facts.names ?? (concern === undefined ? [] : [concern]);
  const which = names.length === 0 ? '' : `: ${joinNames(names, mostNames)}`;
  switch (change) {
    case 'recovered':
      return fromTimedClause(`${own.recovery} after ${lasted}${which}`, []);
    case 'passed':
      return fromTimedClause(`${own.recovery} after ${lasted}${which}`, [`it began at ${since}`]);
    case 'gone':
      return fromTimedClause(`nobody watches any more whether ${own.problem}`, []);
    case 'flapping': {
      const clause = `${own.problem}, on and off, ${alarm.times} times since ${since}${which}`;
      return fromTimedClause(clause, [own.effect]);
    }
    default: {
      const isPart = names.length > 0 && own.partEffect !== undefined;
      const effect = isPart ? own.partEffect : own.effect;
      const lasting = isPart ? own.partLasting : own.lasting;
      const clause = `${lasting ?? own.lasting} since ${since}${which}`;
      return fromTimedClause(clause, [effect ?? own.effect]);
    }
  }
}
