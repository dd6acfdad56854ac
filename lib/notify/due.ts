import type { Severity } from '../model/job.ts';
import { type ItemChange, isResolved } from './message.ts';
import type { Outage } from './outage.ts';
import { findOwnAlarm } from './own-alarms.ts';
import type { AlarmRecord, Thread } from './state.ts';
import { timing } from './timing.ts';

/** A change to notify, or an alarm that was notified and is still on. */
type Update = Readonly<{ record: AlarmRecord; change: ItemChange }>;

export type Pending = Outage &
  Readonly<{
    news: readonly Update[];
    /**
     * How many jobs this destination knows to be unhealthy, including those that have recovered.
     */
    notifiedJobs: number;
    /** Whether nothing is left after this message. */
    isAllClear: boolean;
  }>;

const [shortestGap] = timing.gapsSeconds;
const longestGap = Math.max(...timing.gapsSeconds);

/** The earliest time, in Unix seconds, to send the changes; there must be at least one. */
export function findDueTime(pending: Pending, thread: Thread): number {
  const { news, isAllClear } = pending;
  const bad = news.filter(item => !isResolved(item));
  const good = news.filter(isResolved);
  const soonest = thread.sentAt + timing.companySeconds;
  const next = thread.sentAt + findGap(pending, thread);
  if (bad.length > 0) {
    const company = findFirst(bad) + findCompany(pending, thread);
    return Math.max(company, soonest, next, findEnd(bad, good, pending));
  }
  if (isAllClear) return Math.max(findFirst(good) + timing.companySeconds, soonest);
  const patience = findFirst(good) + findPatience(pending, thread);
  return Math.max(patience, soonest, Math.min(next, thread.sentAt + longestGap));
}

function findFirst(news: readonly Update[]): number {
  return Math.min(...news.map(({ record }) => record.changedAt));
}

/**
 * A warning that begins while something is critical is often a part of it, or becomes critical too.
 * A second critical message waits for warnings that are about to become critical.
 */
function findCompany(pending: Pending, { severity, step }: Thread): number {
  const { news, criticalJobs, isSpreading } = pending;
  if (news.some(isOwn)) return timing.companySeconds;
  if (severity === 'critical') return step > 0 && isSpreading ? shortestGap : timing.companySeconds;
  if (criticalJobs === 0) return timing.companySeconds;
  return (criticalJobs < timing.crowd.jobs ? timing.few : timing.crowd).warningSeconds;
}

function isOwn({ record }: Update): boolean {
  return findOwnAlarm(record.alert) !== undefined;
}

function isCrowd({ notifiedJobs }: Pending): boolean {
  return notifiedJobs >= timing.crowd.jobs;
}

/** If some of many jobs recover, jobs that broke before that will probably follow. */
function findEnd(bad: readonly Update[], good: readonly Update[], pending: Pending): number {
  const end = findFirst(good);
  const isOlder = bad.every(item => !isOwn(item) && item.record.changedAt < end);
  if (!isCrowd(pending) || !isOlder || good.length === 0) return 0;
  return Math.min(end + timing.crowd.endsSeconds, findFirst(bad) + longestGap);
}

/** One recovered job needs no message while others are still unhealthy. */
function findPatience(pending: Pending, { severity, step }: Thread): number {
  const { recoverySeconds, lateRecoverySeconds } = isCrowd(pending) ? timing.crowd : timing.few;
  return (step < timing.gapsSeconds.length ? recoverySeconds : lateRecoverySeconds)[severity];
}

/** How long a thread is silent after its last message; not at all after a long silence. */
function findGap(pending: Pending, thread: Thread): number {
  const { severity, step } = thread;
  const usual = timing.gapsSeconds[findStep(pending, thread) - 1] ?? 0;
  if (pending.news.some(isOwn)) return Math.min(usual, shortestGap);
  if (usual === 0 || !isMinor(pending)) return usual;
  return step > 1 ? timing.crowd.gapSeconds[severity] : longestGap;
}

/** Fewer jobs than an outage that people know about; recoveries alone are always few. */
function isMinor(pending: Pending): boolean {
  const begun = pending.news.filter(item => !isResolved(item)).map(({ record }) => record.job);
  return isCrowd(pending) && new Set(begun).size < pending.notifiedJobs;
}

/** A problem after a long silence is new, unless it is a part of an outage. */
function findStep(pending: Pending, { sentAt, step }: Thread): number {
  const isQuiet = findFirst(pending.news) - sentAt >= longestGap;
  return isQuiet && !isMinor(pending) ? 0 : step;
}

/**
 * The thread after a message. A critical problem after an all-clear is new, or a late one of many,
 * and is sent soon; a warning can wait longer.
 */
export function advanceThread(thread: Thread, pending: Pending, now: number): Thread {
  const { isAllClear } = pending;
  const next = Math.min(findStep(pending, thread) + 1, timing.gapsSeconds.length);
  const rest = isCrowd(pending) ? 2 : 1;
  const isSoon = isAllClear && thread.severity === 'critical';
  return { ...thread, sentAt: now, step: isSoon ? Math.min(rest, next) : next };
}

/**
 * The thread after a reminder: a problem that begins then is new, unless it is a part of an outage.
 */
export function remindedThread(thread: Thread, pending: Pending, now: number): Thread {
  return { ...thread, sentAt: now, step: isCrowd(pending) ? thread.step : 0 };
}

/** Whether a thread has been silent for so long that it need not be remembered. */
export function isForgotten({ sentAt }: Thread, now: number): boolean {
  return now - sentAt > timing.crowd.ageSeconds;
}

/** The thread of a destination and severity that has not had a message yet. */
export function createThread(destination: string, severity: Severity): Thread {
  return { destination, severity, sentAt: Number.NEGATIVE_INFINITY, step: 0 };
}
