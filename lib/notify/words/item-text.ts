import { identifyAlarm } from '../alarm.ts';
import type { MessageItem } from '../message.ts';
import { findOwnAlarm } from '../own-alarms.ts';
import { describeLastSuccess, listDetails } from './details.ts';
import type { Wording } from './facts.ts';
import { formatName } from './name-text.ts';
import { describeOwnItem } from './own-item-text.ts';
import { type Case, describeEvidence, findVerbs, formatValue } from './problem.ts';
import { formatAge, formatTime } from './time-text.ts';

/** An alarm in words: `clip_sync` `is failing: 3 of 12 runs in the last hour`, and more clauses. */
export type ItemText = Readonly<{
  name: string;
  /** What stands between the name and the clause: a space, or a colon where it is a sentence. */
  joint: ' ' | ': ';
  clause: string;
  details: readonly string[];
}>;

/** What is said of one alarm at a time, in Unix seconds. */
export function describeItem(item: MessageItem, wording: Wording, at: number): ItemText {
  const own = findOwnAlarm(item.alarm.alert);
  const one = openCase(item, wording, at);
  if (own !== undefined)
    return { name: wording.service, joint: ': ', ...describeOwnItem(item, own, one) };
  const name = item.alarm.job === undefined ? 'an unlisted job' : formatName(item.alarm.job);
  return { name, joint: ' ', ...describeJob(item, one, wording) };
}

/** A message's item with its facts. */
export function openCase({ alarm }: MessageItem, { guides, facts }: Wording, at: number): Case {
  const known = facts.get(identifyAlarm(alarm)) ?? {};
  return { alarm, at, facts: known, kind: known.kind ?? findKind(alarm.alert, guides) };
}

function findKind(alert: string, guides: Wording['guides']): Case['kind'] {
  return Object.hasOwn(guides, alert) ? guides[alert]?.kind : undefined;
}

type Words = Pick<ItemText, 'clause' | 'details'>;

function describeJob({ change, others }: MessageItem, one: Case, { guides }: Wording): Words {
  const { alarm, at } = one;
  const { past } = findVerbs(one.kind);
  const lasted = measureLength(one);
  const since = formatTime(alarm.since, at);
  switch (change) {
    case 'recovered':
      return { clause: `is fine again after ${lasted}`, details: describeNow(one, others, guides) };
    case 'passed':
      return {
        clause: `${past} for ${lasted} and is fine again`,
        details: [`it began at ${since}`],
      };
    case 'gone':
      return {
        clause: 'is no longer watched',
        details: [`it ${past} since ${since} when it was removed`],
      };
    case 'flapping': {
      const clause = `comes and goes: on ${alarm.times} times since ${since}`;
      return { clause, details: [`it ${describeTrouble(one)}`, ...listDetails(one).slice(1)] };
    }
    default:
      return { clause: describeTrouble(one), details: listDetails(one) };
  }
}

/** `is failing: 3 of 12 runs in the last hour`. */
function describeTrouble(one: Case): string {
  const evidence = describeEvidence(one);
  const { one: verb } = findVerbs(one.kind);
  return evidence === undefined ? verb : `${verb}: ${evidence}`;
}

/** How long it was on, or has been. */
export function measureLength({ alarm, at }: Pick<Case, 'alarm' | 'at'>): string {
  return formatAge((alarm.endedAt ?? at) - alarm.since);
}

/** What a job that is well again is like now, and what of it is not well. */
function describeNow(one: Case, others: readonly string[], guides: Wording['guides']): string[] {
  const { facts, at, kind } = one;
  const evidence = hasNumbers(one)
    ? [`now ${describeEvidence(one)}${kind === 'failures' || kind === 'items' ? ' failed' : ''}`]
    : [];
  const still = others.map(alert => `still on: ${findVerbs(findKind(alert, guides)).one}`);
  return [...evidence, ...describeLastSuccess(facts, at), ...describeLimits(one), ...still];
}

function hasNumbers({ facts, kind }: Case): boolean {
  if (kind === 'failures') return facts.runsTotal !== undefined && facts.runsFailed !== undefined;
  if (kind === 'items') return facts.itemsTotal !== undefined && facts.itemsFailed !== undefined;
  if (kind === 'duration') return facts.p95Seconds !== undefined;
  return kind !== 'staleness' && facts.queueSize !== undefined;
}

function describeLimits({ alarm: { limit }, kind }: Case): string[] {
  return limit === undefined || kind === undefined ? [] : [`limit ${formatValue(limit, kind)}`];
}
