import { formatDuration, formatSchedule } from '../../model/format.ts';
import type { AlarmRecord } from '../state.ts';
import type { AlarmFacts, AlertKind } from './facts.ts';
import { formatCount } from './name-text.ts';
import { formatWholeMinutes, formatWindow, formatZonedTime } from './time-text.ts';

/** The words for a kind of problem: of one job, since a time, in the past, of several jobs. */
type Verbs = Readonly<{ one: string; lasting: string; past: string; several: string }>;

const verbs: Readonly<Record<AlertKind, Verbs>> = {
  failures: {
    one: 'is failing',
    lasting: 'has been failing',
    past: 'was failing',
    several: 'failing',
  },
  staleness: { one: 'is late', lasting: 'has been late', past: 'was late', several: 'late' },
  duration: { one: 'is slow', lasting: 'has been slow', past: 'was slow', several: 'slow' },
  'queue-size': {
    one: 'has a long queue',
    lasting: 'has had a long queue',
    past: 'had a long queue',
    several: 'queueing',
  },
  'queue-growth': {
    one: 'has a growing queue',
    lasting: 'has had a growing queue',
    past: 'had a growing queue',
    several: 'queueing',
  },
  items: {
    one: 'has failing items',
    lasting: 'has had failing items',
    past: 'had failing items',
    several: 'failing on items',
  },
  verdict: {
    one: 'is unhealthy',
    lasting: 'has been unhealthy',
    past: 'was unhealthy',
    several: 'unhealthy',
  },
};

export function findVerbs(kind: AlertKind | undefined): Verbs {
  return verbs[kind ?? 'verdict'];
}

/** `is also late`, `also has a long queue`. */
export function addAdverb(clause: string, adverb: string): string {
  return clause.startsWith('is ') ? `is ${adverb} ${clause.slice(3)}` : `${adverb} ${clause}`;
}

/** What several jobs do, in one word if they all do the same. */
export function summarizeProblems(kinds: readonly (AlertKind | undefined)[]): string {
  const words = new Set(kinds.map(kind => findVerbs(kind).several));
  const [word = 'unhealthy'] = words;
  return words.size === 1 ? word : 'unhealthy';
}

/** The text from an alarm, its facts and its kind, at the time of the message. */
export type Case = Readonly<{
  alarm: AlarmRecord;
  facts: AlarmFacts;
  kind: AlertKind | undefined;
  at: number;
}>;

/** The evidence, such as `1 of 4 runs in the last hour`; undefined if there is none. */
export function describeEvidence(one: Case): string | undefined {
  const { runsFailed, runsTotal, itemsFailed, itemsTotal } = one.facts;
  switch (one.kind) {
    case 'failures':
      return (
        describeStreak(one, 'failed') ??
        describeShare(one, { failed: runsFailed, total: runsTotal, things: 'runs' })
      );
    case 'items':
      return describeShare(one, { failed: itemsFailed, total: itemsTotal, things: 'items' });
    case 'staleness':
      return describeAge(one);
    case 'duration':
      return describeLength(one);
    case 'queue-size':
    case 'queue-growth':
      return describeQueue(one);
    default:
      return describeValue(one.alarm);
  }
}

/** A streak this short says less than a share. */
const shortestStreak = 2;

/** `its last 9 runs failed`: what happens now says more than a window that begins earlier. */
export function describeStreak(
  { facts: { streak } }: Pick<Case, 'facts'>,
  outcome: 'succeeded' | 'failed',
): string | undefined {
  if (streak?.outcome !== outcome || streak.runs < shortestStreak) return undefined;
  return `its last ${formatCount(streak.runs)} runs ${outcome}`;
}

type Share = Readonly<{
  failed: number | undefined;
  total: number | undefined;
  things: 'runs' | 'items';
}>;

function describeShare(
  { alarm, facts }: Case,
  { failed, total, things }: Share,
): string | undefined {
  if (failed === undefined || total === undefined) {
    const rate = alarm.value;
    return rate === undefined ? undefined : `${formatCount(rate)} % of its ${things}`;
  }
  const window = facts.windowSeconds;
  const within = window === undefined ? '' : ` in the last ${formatWindow(window)}`;
  // alone it would not be understood as a share
  const verb = failed === 1 && total === 1 ? ' failed' : '';
  return `${countFailed(failed, total, things)}${within}${verb}`;
}

function countFailed(failed: number, total: number, things: string): string {
  if (failed < total) return `${formatCount(failed)} of ${formatCount(total)} ${things}`;
  if (total === 1) return `its only ${things.slice(0, -1)}`;
  return total === 2 ? `both ${things}` : `all ${formatCount(total)} ${things}`;
}

function describeAge({ alarm, facts, at }: Case): string | undefined {
  const { lastSuccess, dueAt, schedule } = facts;
  if (dueAt !== undefined) {
    return `due ${formatZonedTime(dueAt, at, schedule?.timezone)}, no success since`;
  }
  if (lastSuccess === 'never') return 'it has never succeeded';
  const age = lastSuccess === undefined ? alarm.value : at - lastSuccess;
  if (age === undefined) return undefined;
  const rhythm = facts.intervalSeconds;
  const runs = rhythm === undefined ? '' : `, ${formatSchedule(rhythm)}`;
  return `no success for ${formatWholeMinutes(age)}${runs}`;
}

function describeLength({ alarm, facts }: Case): string | undefined {
  const seconds = facts.p95Seconds ?? alarm.value;
  return seconds === undefined ? undefined : `P95 is ${formatDuration(seconds)}`;
}

function describeQueue({ alarm, facts, kind }: Case): string | undefined {
  const { queueSize, before } = facts;
  if (queueSize === undefined) {
    if (alarm.value === undefined) return undefined;
    const value = formatCount(alarm.value);
    return kind === 'queue-size' ? `${value} entries wait` : `it grew to ${value} times`;
  }
  const waiting = `${formatCount(queueSize)} entries wait`;
  if (kind === 'queue-size' || before === undefined) return waiting;
  return `${waiting}, ${formatCount(before.value)} did ${formatDuration(before.secondsAgo)} ago`;
}

function describeValue({ value, limit }: AlarmRecord): string | undefined {
  if (value === undefined || limit === undefined) return undefined;
  return `value ${formatCount(value)}, limit ${formatCount(limit)}`;
}

/** A number in the unit of a kind: `25 %`, `7 min 12 s`, `1,204 entries`. */
export function formatValue(value: number, kind: AlertKind | undefined): string {
  switch (kind) {
    case 'failures':
    case 'items':
      return `${formatCount(value)} %`;
    case 'duration':
      return formatDuration(value);
    case 'staleness':
      return formatWholeMinutes(value);
    case 'queue-size':
      return `${formatCount(value)} entries`;
    case 'queue-growth':
      return `${formatCount(value)} times`;
    default:
      return formatCount(value);
  }
}
