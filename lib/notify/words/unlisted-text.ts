import type { MessageItem } from '../message.ts';
import type { ItemText, ItemWording } from './item-words.ts';
import { formatCounted, formatName, joinNames } from './name-text.ts';
import { type Case, findVerbs } from './problem.ts';
import { formatTime } from './time-text.ts';

/** How many names are listed within a clause. */
const mostNames = 5;

/** The unlisted jobs that an alarm is about, as far as they are known now. */
export function describeUnlisted(
  { change }: MessageItem,
  one: Case,
  words: ItemWording,
): Omit<ItemText, 'joint'> {
  const { names = [] } = one.facts;
  const [only, ...others] = names;
  if (only === undefined) return { name: 'an unlisted job', ...words };
  if (others.length === 0) return { name: `unlisted job ${formatName(only)}`, ...words };
  const name = formatCounted(names.length, 'unlisted job');
  const isStanding = change === 'began' || change === 'standing' || change === 'unmuted';
  if (!isStanding) return { name: 'an unlisted job', ...words };
  const { one: verb, lasting } = findVerbs(one.kind);
  const which = joinNames(names, mostNames);
  const since = formatTime(one.alarm.since, one.at);
  return {
    ...words,
    name,
    clause: `${toPlural(verb)}: ${which}`,
    lasting: `${toPlural(lasting)} since ${since}: ${which}`,
  };
}

/** `are failing`, `have been failing`, `have a long queue`. */
function toPlural(verb: string): string {
  return verb.replace(/^is /, 'are ').replace(/^has /, 'have ');
}
