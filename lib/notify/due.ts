import type { Severity } from '../model/job.ts';
import type { ItemChange } from './message.ts';
import { isResolved } from './message.ts';
import type { AlarmRecord, Thread } from './state.ts';
import { timing } from './timing.ts';

/** Something to say, and something that was said and stands. */
type Update = Readonly<{ record: AlarmRecord; change: ItemChange }>;

export type Pending = Readonly<{
  news: readonly Update[];
  /** How many jobs this destination knows to be unhealthy, those that recovered included. */
  notifiedJobs: number;
  /** Whether nothing is left once the news are told. */
  isAllClear: boolean;
}>;

const [shortestGap] = timing.gapsSeconds;
const longestGap = Math.max(...timing.gapsSeconds);

/** The earliest time, in Unix seconds, to tell the news; there must be some. */
export function findDueTime({ news, notifiedJobs, isAllClear }: Pending, thread: Thread): number {
  const first = findFirst(news);
  const soonest = thread.sentAt + timing.companySeconds;
  const next = thread.sentAt + findGap(thread, first);
  const bad = news.filter(item => !isResolved(item));
  if (bad.length > 0) return Math.max(findFirst(bad) + timing.companySeconds, soonest, next);
  if (isAllClear) return Math.max(first + timing.companySeconds, soonest);
  return Math.max(first + findPatience(notifiedJobs), soonest, next);
}

function findFirst(news: readonly Update[]): number {
  return Math.min(...news.map(({ record }) => record.changedAt));
}

/** Where many are unhealthy, nobody needs a message for each one that is well again. */
function findPatience(toldJobs: number): number {
  return toldJobs >= timing.crowd.jobs ? timing.crowd.seconds : shortestGap;
}

/** How long a thread is silent after its last message; not at all after a long quiet. */
function findGap(thread: Thread, firstNews: number): number {
  return timing.gapsSeconds[findStep(thread, firstNews) - 1] ?? 0;
}

function findStep({ sentAt, step }: Thread, firstNews: number): number {
  return firstNews - sentAt >= longestGap ? 0 : step;
}

/**
 * The thread after a message that told news. A critical problem after an all-clear is new, or a
 * straggler of many, and is told soon; a warning is of today, not of this minute.
 */
export function advanceThread(thread: Thread, pending: Pending, now: number): Thread {
  const { news, notifiedJobs, isAllClear } = pending;
  const next = Math.min(findStep(thread, findFirst(news)) + 1, timing.gapsSeconds.length);
  const rest = notifiedJobs >= timing.crowd.jobs ? 2 : 1;
  const isSoon = isAllClear && thread.severity === 'critical';
  return { ...thread, sentAt: now, step: isSoon ? Math.min(rest, next) : next };
}

/** Whether a thread has been silent for so long that it need not be remembered. */
export function isForgotten({ sentAt }: Thread, now: number): boolean {
  return now - sentAt > 2 * longestGap;
}

/** The thread of a destination and severity that was told nothing yet. */
export function createThread(destination: string, severity: Severity): Thread {
  return { destination, severity, sentAt: Number.NEGATIVE_INFINITY, step: 0 };
}
