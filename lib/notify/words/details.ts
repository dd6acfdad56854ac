import { formatDuration, formatSchedule } from '../../model/format.ts';
import type { AlarmFacts } from './facts.ts';
import { formatName } from './name-text.ts';
import { type Case, describeStreak, formatValue } from './problem.ts';
import { formatZonedTime } from './time-text.ts';

/** What else a reader wants to know about an unhealthy job, in clauses. */
export function listDetails(one: Case): string[] {
  const { facts, at } = one;
  const isSaid = one.kind === 'staleness' && facts.dueAt === undefined;
  return [
    ...describeLimit(one),
    ...describeLastSuccess(facts, at),
    ...(isSaid && facts.lastSuccess !== 'never' ? [] : describeRhythm(facts)),
    ...describeTrend(one),
  ];
}

function describeLimit(one: Case): string[] {
  const { limit } = one.alarm;
  const { kind } = one;
  if (limit === undefined || kind === undefined || kind === 'verdict') return [];
  const bound = `limit ${formatValue(limit, kind)}`;
  const share = findShare(one);
  return [share === undefined ? bound : `${formatValue(share, kind)}, ${bound}`];
}

/** The share that the evidence contains, in percent; undefined for a streak. */
function findShare(one: Case): number | undefined {
  const { runsFailed, runsTotal, itemsFailed, itemsTotal } = one.facts;
  if (one.kind === 'failures' && describeStreak(one, 'failed') === undefined) {
    return divide(runsFailed, runsTotal);
  }
  return one.kind === 'items' ? divide(itemsFailed, itemsTotal) : undefined;
}

function divide(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0
    ? undefined
    : (100 * part) / whole;
}

/** The last good run. For a job that is late without a due time, the text already has its age. */
export function describeLastSuccess({ lastSuccess, schedule }: AlarmFacts, at: number): string[] {
  if (lastSuccess === undefined) return [];
  if (lastSuccess === 'never') return ['no good run is known'];
  return [`last good run ${formatZonedTime(lastSuccess, at, schedule?.timezone)}`];
}

function describeRhythm({ intervalSeconds, schedule }: AlarmFacts): string[] {
  if (schedule !== undefined) {
    const crons = schedule.crons.map(cron => `"${cron}"`).join(' and ');
    return [`runs at ${crons} ${schedule.timezone}`];
  }
  return intervalSeconds === undefined ? [] : [formatSchedule(intervalSeconds)];
}

/** A difference below this share is not a trend. */
const steadyShare = 0.1;

function describeTrend({ alarm: { value }, facts: { before }, kind }: Case): string[] {
  if (value === undefined || before === undefined || kind?.startsWith('queue')) return [];
  const ago = `${formatDuration(before.secondsAgo)} ago`;
  const then = formatValue(before.value, kind);
  if (Math.abs(value - before.value) <= steadyShare * Math.abs(before.value)) {
    return [`the same as ${ago}`];
  }
  return [`${value > before.value ? 'worse' : 'better'} than ${ago} (${then})`];
}

/**
 * What happened at the same time, in clauses. If several jobs have it in common, it is mentioned
 * once.
 */
export function describeCircumstances(
  { restartedAt, targetsDown = [] }: AlarmFacts,
  at: number,
): string[] {
  const down = targetsDown.map(target => `target ${formatName(target)} is down`);
  if (restartedAt === undefined) return down;
  return [`restarted at ${formatZonedTime(restartedAt, at)}`, ...down];
}
