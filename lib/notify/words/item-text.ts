import { identifyAlarm } from '../alarm.ts';
import type { MessageItem } from '../message.ts';
import { findOwnAlarm } from '../own-alarms.ts';
import { describeCircumstances, describeLastSuccess, listDetails } from './details.ts';
import type { Wording } from './facts.ts';
import { fromTimedClause, type ItemText, type ItemWording } from './item-words.ts';
import { formatName } from './name-text.ts';
import { describeOwnItem } from './own-item-text.ts';
import { addAdverb, type Case, describeEvidence, describeStreak, findVerbs } from './problem.ts';
import { formatTime, formatWholeMinutes, formatZonedTime } from './time-text.ts';
import { describeUnlisted } from './unlisted-text.ts';

/** The text about one alarm at a time, in Unix seconds. */
export function describeItem(item: MessageItem, wording: Wording, at: number): ItemText {
  const own = findOwnAlarm(item.alarm.alert);
  const one = openCase(item, wording, at);
  if (own !== undefined)
    return { name: wording.service, joint: ': ', ...describeOwnItem(item, own, one) };
  const words = describeJob(item, one, wording);
  if (item.alarm.job === undefined) return { joint: ' ', ...describeUnlisted(item, one, words) };
  return { name: formatName(item.alarm.job), joint: ' ', ...words };
}

/** A message's item with its facts. */
export function openCase({ alarm }: MessageItem, { guides, facts }: Wording, at: number): Case {
  const known = facts.get(identifyAlarm(alarm)) ?? {};
  return { alarm, at, facts: known, kind: known.kind ?? findKind(alarm.alert, guides) };
}

function findKind(alert: string, guides: Wording['guides']): Case['kind'] {
  return Object.hasOwn(guides, alert) ? guides[alert]?.kind : undefined;
}

function describeJob({ change, others }: MessageItem, one: Case, { guides }: Wording): ItemWording {
  const { alarm, at } = one;
  const { past, lasting, one: verb } = findVerbs(one.kind);
  const since = formatTime(alarm.since, at);
  switch (change) {
    case 'recovered':
      return describeRecovery(one, others, guides);
    case 'passed': {
      const [other] = others;
      const now = other === undefined ? 'is fine again' : describeStill(other, guides);
      return fromTimedClause(`${past} for ${measureLength(one)} and ${now}`, [
        `it began at ${since}`,
      ]);
    }
    case 'gone': {
      const clause = 'is no longer watched';
      return fromTimedClause(clause, [
        `it had${lasting.slice(3)} since ${since} when it was removed`,
      ]);
    }
    case 'flapping': {
      const clause = `${verb} on and off: ${alarm.times} times since ${since}`;
      return fromTimedClause(clause, [`it ${describeProblem(one)}`, ...listDetails(one)]);
    }
    default:
      return describeStanding(one);
  }
}

function describeStanding(one: Case): ItemWording {
  const { alarm, facts, at, kind } = one;
  const since = `since ${formatZonedTime(alarm.since, at, facts.schedule?.timezone)}`;
  const evidence = describeEvidence(one);
  const rest = evidence === undefined ? '' : `: ${evidence}`;
  return {
    clause: describeProblem(one),
    lasting: `${findVerbs(kind).lasting} ${since}${rest}`,
    ...{ since, details: listDetails(one), circumstances: describeCircumstances(facts, at) },
  };
}

/** `is failing: 1 of 4 runs in the last hour`. */
function describeProblem(one: Case): string {
  const evidence = describeEvidence(one);
  const { one: verb } = findVerbs(one.kind);
  return evidence === undefined ? verb : `${verb}: ${evidence}`;
}

/** How long it was on, or has been. */
export function measureLength({ alarm, at }: Pick<Case, 'alarm' | 'at'>): string {
  return formatWholeMinutes((alarm.endedAt ?? at) - alarm.since);
}

/** A job is fine only if none of its other alarms is on. */
function describeRecovery(
  one: Case,
  others: readonly string[],
  guides: Wording['guides'],
): ItemWording {
  const { alarm, at, kind } = one;
  const { past, several } = findVerbs(kind);
  const ended = formatTime(alarm.endedAt ?? at, at);
  const span = `from ${formatTime(alarm.since, at)} to ${ended}`;
  const [other] = others;
  const isLessCritical = other !== undefined && alarm.severity === 'critical';
  const details = [`it ${isLessCritical ? 'was critical' : past} ${span}`, ...describeNow(one)];
  if (other === undefined)
    return fromTimedClause(`is fine again after ${measureLength(one)}`, details);
  const over = isLessCritical ? 'critical' : several;
  const still = describeStill(other, guides);
  return fromTimedClause(`is no longer ${over} after ${measureLength(one)}, but ${still}`, details);
}

/** `is still late`. */
function describeStill(alert: string, guides: Wording['guides']): string {
  return addAdverb(findVerbs(findKind(alert, guides)).one, 'still');
}

/** The present state of a job that has recovered. */
function describeNow(one: Case): string[] {
  const { facts, at, kind } = one;
  const good = kind === 'failures' ? describeStreak(one, 'succeeded') : undefined;
  if (good !== undefined) return [`now ${good}`, ...describeLastSuccess(facts, at)];
  const success = describeLastSuccess(facts, at);
  const evidence = hasNumbers(one) ? describeEvidence(one) : undefined;
  if (evidence === undefined) return success;
  const isShare = (kind === 'failures' || kind === 'items') && !evidence.endsWith('failed');
  return [`now ${evidence}${isShare ? ' failed' : ''}`, ...success];
}

function hasNumbers({ facts, kind }: Case): boolean {
  if (kind === 'failures') return facts.runsTotal !== undefined && facts.runsFailed !== undefined;
  if (kind === 'items') return facts.itemsTotal !== undefined && facts.itemsFailed !== undefined;
  if (kind === 'duration') return facts.p95Seconds !== undefined;
  return kind?.startsWith('queue') === true && facts.queueSize !== undefined;
}
