import type { TimeRange } from '../model/time-range.ts';
import type { Transition } from './evaluate.ts';

/** How a composite alarm waits for its actions suppressor, in seconds. */
type SuppressorRule = Readonly<{ waitSeconds: number; extensionSeconds: number }>;

/** An action of a composite alarm: the state that it notified, and when, in Unix seconds. */
type CompositeAction = Readonly<{ at: number; state: 'ALARM' | 'OK' }>;

type CompositeHistory = Readonly<{
  /** The changes of the alarms that it watches: it is on while any of them is. */
  children: readonly (readonly Transition[])[];
  /** The changes of the alarm that suppresses its actions while it is on. */
  suppressor: readonly Transition[];
}>;

/**
 * The actions of a composite alarm over a time range, by CloudWatch's rules: it waits for its
 * suppressor to go on, takes no action while it is on, and takes action if it is still on some time
 * after the suppressor went off. Source: CloudWatch User Guide, "Composite alarm action
 * suppression".
 */
export function findCompositeActions(
  { children, suppressor }: CompositeHistory,
  rule: SuppressorRule,
  span: TimeRange,
): CompositeAction[] {
  const actions: CompositeAction[] = [];
  let onSince: number | undefined;
  let heldAt: number | undefined;
  let isNotified = false;
  for (let minute = Math.ceil(span.from / 60) * 60; minute <= span.to; minute += 60) {
    const isHeld = isOn(suppressor, minute);
    if (!children.some(child => isOn(child, minute))) {
      if (isNotified && !isHeld) actions.push({ at: minute, state: 'OK' });
      [onSince, heldAt, isNotified] = [undefined, undefined, false];
      continue;
    }
    onSince ??= minute;
    if (isHeld) heldAt = minute;
    const due =
      heldAt === undefined ? onSince + rule.waitSeconds : heldAt + 60 + rule.extensionSeconds;
    if (isNotified || isHeld || minute < due) continue;
    actions.push({ at: minute, state: 'ALARM' });
    isNotified = true;
  }
  return actions;
}

function isOn(transitions: readonly Transition[], at: number): boolean {
  return transitions.findLast(transition => transition.at <= at)?.state === 'ALARM';
}
