import { isDeepStrictEqual } from 'node:util';
import { parseMutes } from '../deployed/mutes.ts';
import { type Plan, planMessages } from '../notify/plan-messages.ts';
import { settleDeliveries } from '../notify/settle-deliveries.ts';
import type { NotifierState } from '../notify/state.ts';
import { formatState, parseState } from '../notify/state-json.ts';
import { formatMinute } from './log.ts';
import { parseMinute, type ScheduledEvent } from './minute.ts';
import { type Delivered, deliverMessages } from './notify/deliver.ts';
import type { NotifierDependencies } from './notify/dependencies.ts';
import type { NotifyLine } from './notify/log-line.ts';
import { NotifierError, type NotifierErrorCode } from './notify/notifier-error.ts';
import { type Observation, observe, reconcileSeconds } from './notify/observe.ts';
import { createStepRunner, type StepRunner } from './notify/steps.ts';

export type NotifierHandler = (event: ScheduledEvent) => Promise<void>;

/** The process's copy of the state; the table has the only other copy. */
type Memory = {
  alarmsReadAt: number;
  firstMinute: number | undefined;
  /** What was reported and could not be saved, and the version that it is based on. */
  unsaved: Readonly<{ state: NotifierState; version: number }> | undefined;
};

/**
 * The handler that notifies people about alarms. A minute is claimed before anything is sent, and
 * the queue's messages are deleted after the new state is saved, so a run that ends between any two
 * steps costs at most one message that is sent twice. It throws before sending anything if nothing
 * can be stored. It throws a `NotifierError` at its end if nobody was reached: failed runs are how
 * CloudWatch sees that the notifier does not work.
 */
export function createNotifier(dependencies: NotifierDependencies): NotifierHandler {
  const { table, monotonic } = dependencies;
  const memory: Memory = {
    ...{ alarmsReadAt: Number.NEGATIVE_INFINITY, firstMinute: undefined, unsaved: undefined },
  };
  return async event => {
    const at = parseMinute(event);
    const started = monotonic();
    memory.firstMinute ??= await table.findFirstMinute(at);
    const steps = createStepRunner();
    const { alarmsReadAt, firstMinute } = memory;
    const seen = await observe(dependencies, { alarmsReadAt, firstMinute, at }, steps);
    if (seen.alarms !== undefined) memory.alarmsReadAt = at;
    const run = { dependencies, memory, steps, seen, at };
    const notified = await notifyAll(run);
    if (notified === undefined) return;
    const failure = findFailure(run, notified);
    const end = await finish(run, notified, failure);
    const milliseconds = Math.round(monotonic() - started);
    dependencies.log(describeRun(run, notified, { ...end, milliseconds }));
    if (failure !== undefined) throw new NotifierError(failure);
  };
}

type Run = Readonly<{
  dependencies: NotifierDependencies;
  memory: Memory;
  steps: StepRunner;
  seen: Observation;
  at: number;
}>;

type Notified = Delivered & Readonly<{ state: NotifierState; isSaved: boolean }>;

/** Plans, sends and saves; undefined if another run has claimed this minute. */
async function notifyAll(run: Run): Promise<Notified | undefined> {
  const { dependencies, memory, at } = run;
  const { table } = dependencies;
  const [stored, mutes] = await Promise.all([table.read('state'), table.read('mutes')]);
  const { unsaved } = memory;
  const isKnown = unsaved !== undefined && unsaved.version === stored.version;
  const before = isKnown ? unsaved.state : parseState(stored.text);
  const plan = planMinute(run, before, mutes.text);
  if (plan.messages.length > 0 && !(await table.claim(at))) return undefined;
  const delivered = await deliverMessages(dependencies, plan.messages, at);
  const state = settleDeliveries({ before, planned: plan.state, ...delivered });
  const isChanged = isKnown || !isSame(state, before);
  const isSaved = !isChanged || (await save(run, state, stored.version));
  return { ...delivered, state, isSaved };
}

function planMinute({ dependencies, seen, at }: Run, state: NotifierState, mutes?: string): Plan {
  const { quiet, ...settings } = dependencies.settings;
  const { alarms, changes } = seen;
  const given = [...quiet.mutes, ...parseMutes(mutes, at)];
  const all = { ...quiet, mutes: given };
  return planMessages({ ...settings, quiet: all, state, alarms, changes, now: at });
}

function isSame(state: NotifierState, before: NotifierState): boolean {
  return isDeepStrictEqual({ ...state, at: 0 }, { ...before, at: 0 });
}

/** What cannot be saved is kept as long as the process lives, so that it is not reported again. */
async function save({ dependencies, memory, steps }: Run, state: NotifierState, version: number) {
  const write = () => dependencies.table.write('state', formatState(state), version);
  const written = await steps.attempt('save', write);
  memory.unsaved = written === undefined ? { state, version } : undefined;
  return written !== undefined;
}

/** Why this run counts as failed; undefined if the notifier works. */
function findFailure({ memory, at }: Run, notified: Notified): NotifierErrorCode | undefined {
  if (!notified.isSaved) return 'not-saved';
  if (at - memory.alarmsReadAt >= reconcileSeconds) return 'alarms-unread';
  return notified.failed.length > 0 && notified.delivered.length === 0
    ? 'not-delivered'
    : undefined;
}

/** Deletes saved changes from the queue, and calls the dead man's switch if Jobwatch works. */
async function finish(
  { dependencies, steps, seen, at }: Run,
  notified: Notified,
  failure: NotifierErrorCode | undefined,
): Promise<Pick<NotifyLine, 'switchAsked'>> {
  const { queue, callSwitch } = dependencies;
  if (notified.isSaved && seen.handled.length > 0) {
    await steps.attempt('delete', () => queue.remove(seen.handled));
  }
  if (callSwitch === undefined) return {};
  const isSafe = failure === undefined && steps.failures.length === 0;
  const isWell = isSafe && areAllReached(seen, notified);
  const isCalled = isWell && (await steps.attempt('switch', () => callSwitch(at)));
  return { switchAsked: isCalled === true };
}

function areAllReached({ topics }: Observation, { state }: Notified): boolean {
  return topics.isChecked && topics.broken.length === 0 && state.failing.length === 0;
}

type End = Pick<NotifyLine, 'switchAsked' | 'milliseconds'>;

function describeRun({ steps, seen, at }: Run, { sent, failed }: Notified, end: End): NotifyLine {
  const { failures } = steps;
  const isWarning = seen.unreadable > 0 || failed.length > 0;
  return {
    level: failures.length > 0 ? 'ERROR' : isWarning ? 'WARN' : 'INFO',
    event: 'notify',
    at: formatMinute(at),
    ...{ changes: seen.changes.length, unreadable: seen.unreadable },
    alarms: seen.alarms?.length,
    ...{ sent, failures, ...end },
  };
}
