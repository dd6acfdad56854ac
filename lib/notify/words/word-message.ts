import { isResolved, type Message, type MessageItem } from '../message.ts';
import { formatBody } from './body.ts';
import { findCommon } from './common-cause.ts';
import type { Wording } from './facts.ts';
import { describeItem } from './item-text.ts';
import { type Link, listLinks } from './link-list.ts';
import { quotePattern } from './name-text.ts';
import { listNotes } from './notes.ts';
import { addAdverb } from './problem.ts';
import { findTag, groupJobs, writeHeadline, writeSubject } from './subject.ts';

/** One job or one own alarm: what is wrong, unless the headline says it, and more clauses. */
export type Entry = Readonly<{ lead: string | undefined; details: readonly string[] }>;

/** A message as text, in parts that each channel arranges in its own way. */
export type MessageText = Readonly<{
  tag: 'critical' | 'warning' | 'ok';
  /** At most 100 characters of ASCII. */
  subject: string;
  /** A sentence: what is wrong and since when. */
  headline: string;
  /** A sentence: what to look at first. Undefined for good news. */
  firstLook: string | undefined;
  /** Worst first; `more` counts those that are left out. */
  entries: readonly Entry[];
  more: number;
  /** Sentences: what several jobs have in common. */
  common: string | undefined;
  /** Sentences: which alarms are still on, which are held back, and what is not known. */
  notes: readonly string[];
  links: readonly Link[];
  /** A command. Undefined if there is nothing to mute. */
  mute: string | undefined;
  /** The whole message as plain text of 78 columns. */
  body: string;
}>;

/** How many jobs a message describes; the others are counted. */
const mostEntries = 10;

/** A message as people read it. Pure: the same message and facts give the same text. */
export function wordMessage(message: Message, wording: Wording): MessageText {
  const bad = message.items.filter(item => !isResolved(item));
  const groups = groupJobs(bad.length === 0 ? message.items : bad);
  const isOnly = groups.length === 1;
  const common = findCommon(message.items, wording, message.at);
  const parts = {
    tag: findTag(message),
    subject: writeSubject(message, wording),
    headline: `${writeHeadline(message, wording)}.`,
    firstLook: findFirstLook(message, wording),
    entries: groups
      .slice(0, mostEntries)
      .map(items => writeEntry(items, message, { wording, isOnly })),
    more: Math.max(0, groups.length - mostEntries),
    common: common.length === 0 ? undefined : common.join(' '),
    notes: listNotes(message, wording),
    links: listLinks(message, wording),
    mute: writeMute(message, wording),
  };
  return { ...parts, body: formatBody(parts) };
}

function findFirstLook({ items }: Message, wording: Wording): string | undefined {
  const first = items.find(item => !isResolved(item));
  if (first === undefined) return undefined;
  const [kind = ''] = first.alarm.alert.split('/', 1);
  const name = [first.alarm.alert, kind].find(known => Object.hasOwn(wording.guides, known));
  return name === undefined ? undefined : wording.guides[name]?.firstLook;
}

/** If there is only one item, the headline has said what it is and since when. */
function writeEntry(
  items: readonly MessageItem[],
  message: Message,
  { wording, isOnly }: Readonly<{ wording: Wording; isOnly: boolean }>,
): Entry {
  const [first, ...rest] = items.map(item => describeItem(item, wording, message.at));
  if (first === undefined) return { lead: undefined, details: [] };
  const isOver = items.every(isResolved);
  const also = isOver ? [] : rest.map(({ clause }) => `it ${addAdverb(clause, 'also')}`);
  const { name, joint, clause, since, details, circumstances } = first;
  if (isOnly) return { lead: undefined, details: [...details, ...circumstances, ...also] };
  const all = since === undefined ? [...details, ...also] : [since, ...details, ...also];
  return { lead: `${name}${joint}${clause}`, details: all };
}

function writeMute({ items }: Message, { totalJobs }: Wording): string | undefined {
  const jobs = new Set(
    items.filter(item => !isResolved(item)).flatMap(({ alarm }) => alarm.job ?? []),
  );
  if (jobs.size === 0) return undefined;
  const pattern = jobs.size === totalJobs && jobs.size > 1 ? '*' : findSharedPattern([...jobs]);
  const word = pattern === undefined ? 'JOB' : quotePattern(pattern);
  return `jobwatch mute ${word} --for 2h --reason TEXT`;
}

/** The job's name, or the common beginning of all names up to its last slash. */
function findSharedPattern(jobs: readonly string[]): string | undefined {
  if (jobs.length === 1) return jobs[0];
  const groups = new Set(jobs.map(job => job.slice(0, job.lastIndexOf('/') + 1)));
  const [group = ''] = groups;
  return groups.size === 1 && group !== '' ? `${group}*` : undefined;
}
