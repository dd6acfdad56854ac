import type { Severity } from '../../model/job.ts';
import { identifyAlarm } from '../alarm.ts';
import { isResolved, type Message, type MessageItem } from '../message.ts';
import { findOwnAlarm } from '../own-alarms.ts';
import type { Wording } from './facts.ts';
import { describeItem, measureLength, openCase } from './item-text.ts';
import { cutText, formatCount, formatCounted, formatSubjectName, toAscii } from './name-text.ts';
import { summarizeProblems } from './problem.ts';
import { formatTime, formatWholeMinutes } from './time-text.ts';

/** Longest subject, in characters. Source: SNS API reference, Publish. */
const subjectLimit = 100;

/** A message's first line, without its tag and its full stop. */
export function writeHeadline(message: Message, wording: Wording): string {
  return toHeadline(message, { wording, format: name => name, isLong: true });
}

/** The same as ASCII, with its tag: `[warning] clip_sync is failing: 1 of 4 runs`. */
export function writeSubject(message: Message, wording: Wording): string {
  const tag = findTag(message);
  const headline = toHeadline(message, { wording, format: formatSubjectName, isLong: false });
  return cutText(toAscii(`[${tag}] ${headline}`), subjectLimit, '...');
}

/** A job that is better but not yet healthy is not good news. */
export function findTag({ kind, severity, items }: Message): Severity | 'ok' {
  if (kind !== 'recovery') return severity;
  return items.every(isPartly) ? 'warning' : 'ok';
}

/** Whether another alert of the job is still on. */
function isPartly({ others }: MessageItem): boolean {
  return others.length > 0;
}

type Writing = Readonly<{
  wording: Wording;
  format: (name: string) => string;
  /** Whether there is room for when it began. */
  isLong: boolean;
}>;

function toHeadline(message: Message, writing: Writing): string {
  const bad = message.items.filter(item => !isResolved(item));
  if (bad.length === 0) return headRecovery(message, writing);
  const own = bad.find(({ alarm }) => findOwnAlarm(alarm.alert) !== undefined);
  const jobs = groupJobs(bad.filter(item => item !== own));
  if (own === undefined) return headJobs(message, { ...writing, jobs });
  const rest = jobs.length === 0 ? '' : `, and ${formatCounted(jobs.length, 'job')} unhealthy`;
  return `${headItem(own, message, writing)}${rest}`;
}

/** The items of each job; an item without a job is its own group. */
export function groupJobs(items: readonly MessageItem[]): MessageItem[][] {
  const groups = Map.groupBy(items, ({ alarm }) => alarm.job ?? `\0${identifyAlarm(alarm)}`);
  return [...groups.values()];
}

function headItem(item: MessageItem, message: Message, writing: Writing): string {
  const { wording, format, isLong } = writing;
  const { name, joint, clause, lasting } = describeItem(item, wording, message.at);
  return `${introduce(item, message, isLong)}${format(name)}${joint}${isLong ? lasting : clause}`;
}

/** Why it is reported again, if it is. */
function introduce({ alarm, change }: MessageItem, { at }: Message, isLong: boolean): string {
  if (change === 'unmuted') return isLong ? 'After the mute: ' : 'after the mute: ';
  if (change !== 'standing') return '';
  return `${isLong ? 'Still' : 'still'} after ${measureLength({ alarm, at })}: `;
}

function headJobs(
  message: Message,
  { jobs, ...writing }: Writing & Readonly<{ jobs: readonly MessageItem[][] }>,
): string {
  const { wording, format } = writing;
  const [[first] = []] = jobs;
  if (jobs.length === 1 && first !== undefined) return headItem(first, message, writing);
  const items = jobs.flat();
  const word = summarizeProblems(items.map(item => openCase(item, wording, message.at).kind));
  const since = formatTime(Math.min(...items.map(({ alarm }) => alarm.since)), message.at);
  const service = format(wording.service);
  const known = countOthers(message, jobs);
  const total = wording.totalJobs === undefined ? '' : ` of ${formatCount(wording.totalJobs)}`;
  if (message.kind === 'reminder') {
    return `${service}: ${formatCount(jobs.length)}${total} jobs still ${word}, the first since ${since}`;
  }
  const are = writing.isLong ? 'have been ' : '';
  if (known === 0) {
    return `${service}: ${formatCount(jobs.length)}${total} jobs ${are}${word} since ${since}`;
  }
  const all = `${formatCount(known + jobs.length)}${total} in all`;
  const begun = writing.isLong ? ` since ${since}` : '';
  return `${service}: ${formatCounted(jobs.length, 'more job')} ${word}${begun}, ${all}`;
}

/** Jobs that are on and were reported before. */
function countOthers({ standing }: Message, jobs: readonly MessageItem[][]): number {
  const named = new Set(jobs.flat().map(({ alarm }) => alarm.job));
  const others = standing.filter(({ job }) => job !== undefined && !named.has(job));
  return new Set(others.map(({ job }) => job)).size;
}

function headRecovery(message: Message, writing: Writing): string {
  const { wording, format } = writing;
  const { items, at } = message;
  const jobs = groupJobs(items);
  const partly = jobs.filter(group => group.some(isPartly)).length;
  const fine = jobs.length - partly;
  const left = countOthers(message, jobs) + (jobs.length === 1 ? 0 : partly);
  const rest = left === 0 ? '' : `; ${formatCounted(left, 'other')} still unhealthy`;
  const [[first] = []] = jobs;
  if (jobs.length === 1 && first !== undefined) {
    return `${headItem(first, message, writing)}${rest}`;
  }
  const longest = Math.max(...items.map(({ alarm }) => (alarm.endedAt ?? at) - alarm.since));
  const gone = items.every(({ change }) => change === 'gone');
  const what = gone ? 'no longer watched' : `fine again after up to ${formatWholeMinutes(longest)}`;
  const service = format(wording.service);
  if (fine > 0)
    return `${service}: ${formatCounted(fine, 'job')} ${fine === 1 ? 'is' : 'are'} ${what}${rest}`;
  return `${service}: ${formatCounted(partly, 'job')} are better, but still unhealthy`;
}
