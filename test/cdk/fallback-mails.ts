import { findCompositeActions } from '../../lib/alarms/composite.ts';
import { evaluateAlarm, type Transition } from '../../lib/alarms/evaluate.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { createConfig } from './config.ts';
import { readRule } from './rules.ts';
import { findResources, synthesize } from './synth.ts';

// What the stack deploys, evaluated by CloudWatch's rules. Minutes count from 0.
const stack = synthesize(
  createConfig('notify: { warning: [a@example.com], critical: [b@example.com] }'),
);

const minute = 60;
export const span = { from: 0, to: 60 * minute };

/** The states of an alarm of the stack, from its datapoints. */
export function judge(alarm: string, datapoints: readonly Datapoint[]): readonly Transition[] {
  return evaluateAlarm(readRule(stack, `clipper/${alarm}`), datapoints, span);
}

/**
 * CloudWatch's mails about a job's alarm that is on in these minutes, given the notifier's errors.
 */
export function mailFallback(
  on: readonly [from: number, to: number],
  errors: readonly Datapoint[],
) {
  const [composite] = findResources(stack, 'AWS::CloudWatch::CompositeAlarm');
  const seconds = (key: string) => Number(composite?.Properties[key]);
  const child = [
    { at: on[0] * minute, state: 'ALARM', value: 25, threshold: 5 },
    { at: on[1] * minute, state: 'OK', value: 0, threshold: 5 },
  ] as const;
  const history = { children: [child], suppressor: judge('NotifierReporting', errors) };
  const rule = {
    waitSeconds: seconds('ActionsSuppressorWaitPeriod'),
    extensionSeconds: seconds('ActionsSuppressorExtensionPeriod'),
  };
  return findCompositeActions(history, rule, span).map(({ at, state }) => [at / minute, state]);
}
