import { formatDuration } from '../../model/format.ts';
import { isResolved, type MessageItem } from '../message.ts';
import type { Wording } from './facts.ts';
import { openCase } from './item-text.ts';
import { formatCounted, formatName } from './name-text.ts';
import type { Case } from './problem.ts';
import { formatTime } from './time-text.ts';

/**
 * Jobs that break within this time, in seconds, broke together; alarms have hold times of some
 * minutes.
 */
const togetherSeconds = 180;

/** A restart may explain what begins this soon after it, in seconds. */
const afterRestartSeconds = 1_800;

/** What several unhealthy jobs have in common, as sentences; empty if nothing is found. */
export function findCommon(items: readonly MessageItem[], wording: Wording, at: number): string[] {
  const cases = items
    .filter(item => !isResolved(item) && item.alarm.job !== undefined)
    .map(item => openCase(item, wording, at));
  const jobs = new Set(cases.map(({ alarm }) => alarm.job));
  if (jobs.size < 2) return [];
  return [
    ...findSameTime(cases, at),
    ...findRestart(cases, at),
    ...findTarget(cases),
    ...findGroup([...jobs], wording),
  ];
}

function findSameTime(cases: readonly Case[], at: number): string[] {
  const times = cases.map(({ alarm }) => alarm.since).sort((a, b) => a - b);
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  if (last - first > togetherSeconds) return [];
  const time = formatTime(first, at);
  return last - first < 60
    ? [`All began in the same minute, ${time}.`]
    : [`All began within ${formatDuration(last - first)}, from ${time} on.`];
}

function findRestart(cases: readonly Case[], at: number): string[] {
  const after = cases.filter(({ alarm, facts: { restartedAt } }) => {
    if (restartedAt === undefined) return false;
    return restartedAt <= alarm.since && alarm.since - restartedAt <= afterRestartSeconds;
  });
  if (2 * after.length <= cases.length) return [];
  const newest = Math.max(...after.map(({ facts }) => facts.restartedAt ?? 0));
  return [`The application restarted at ${formatTime(newest, at)}, before they began.`];
}

function findTarget(cases: readonly Case[]): string[] {
  const counts = new Map<string, number>();
  for (const { facts } of cases) {
    for (const name of new Set(facts.targetsDown)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => 2 * count > cases.length)
    .map(([name]) => `The target ${formatName(name)} is down.`);
}

/** The part of their names up to the last slash that all of them share, if others do not. */
function findGroup(jobs: readonly (string | undefined)[], { totalJobs }: Wording): string[] {
  const groups = new Set(jobs.map(job => job?.slice(0, job.lastIndexOf('/') + 1)));
  const [group = ''] = groups;
  if (groups.size !== 1 || group === '' || jobs.length === totalJobs) return [];
  return [`All ${formatCounted(jobs.length, 'job')} match ${formatName(`${group}*`)}.`];
}
