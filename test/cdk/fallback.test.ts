import { describe, expect, test } from 'vitest';
import { findCompositeActions } from '../../lib/alarms/composite.ts';
import { type EvaluationRule, evaluateAlarm, type Transition } from '../../lib/alarms/evaluate.ts';
import { createConfig } from './config.ts';
import { findResources, synthesize } from './synth.ts';

// What the stack deploys, evaluated by CloudWatch's rules: minutes count from 0.
const stack = synthesize(
  createConfig('notify: { warning: [a@example.com], critical: [b@example.com] }'),
);
const minute = 60;
const span = { from: 0, to: 60 * minute };

/** The life sign of a notifier that ran to its end in these minutes. */
function live(...spans: (readonly [from: number, to: number])[]) {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      at: (from + index) * minute,
      value: 1,
    })),
  );
}

function judge(alarm: string, lifeSigns: ReturnType<typeof live>): readonly Transition[] {
  return evaluateAlarm(readRule(alarm), lifeSigns, span);
}

function readRule(name: string): EvaluationRule {
  const found = findResources(stack, 'AWS::CloudWatch::Alarm').find(
    ({ Properties }) => Properties.AlarmName === `clipper/${name}`,
  )?.Properties;
  return {
    comparison: found?.ComparisonOperator,
    threshold: found?.Threshold,
    periodSeconds: found?.Period,
    evaluationPeriods: found?.EvaluationPeriods,
    datapointsToAlarm: found?.DatapointsToAlarm,
    treatMissingData: found?.TreatMissingData,
  } as EvaluationRule;
}

/** What CloudWatch mails of a job's alarm that is on in these minutes. */
function mailFallback(on: readonly [from: number, to: number], lifeSigns: ReturnType<typeof live>) {
  const [composite] = findResources(stack, 'AWS::CloudWatch::CompositeAlarm');
  const seconds = (key: string) => Number(composite?.Properties[key]);
  const child = [
    { at: on[0] * minute, state: 'ALARM', value: 25, threshold: 5 },
    { at: on[1] * minute, state: 'OK', value: 0, threshold: 5 },
  ] as const;
  const history = { children: [child], suppressor: judge('NotifierReporting', lifeSigns) };
  const rule = {
    waitSeconds: seconds('ActionsSuppressorWaitPeriod'),
    extensionSeconds: seconds('ActionsSuppressorExtensionPeriod'),
  };
  return findCompositeActions(history, rule, span).map(({ at, state }) => [at / minute, state]);
}

describe("CloudWatch's own mail of an alarm", () => {
  test('is never sent while the notifier reports, also where a run or two are missing', () => {
    expect(mailFallback([10, 40], live([0, 60]))).toEqual([]);
    expect(mailFallback([10, 40], live([0, 19], [21, 60]))).toEqual([]);
  });

  test('is sent within ten minutes of the death of a notifier that has told of it', () => {
    const [[at, state] = [], ...others] = mailFallback([5, 60], live([0, 20]));
    expect(state).toBe('ALARM');
    expect(at).toBeGreaterThan(20);
    expect(at).toBeLessThanOrEqual(30);
    expect(others).toEqual([[60, 'OK']]);
  });

  test('is sent at once where the notifier was dead before', () => {
    expect(mailFallback([40, 50], live([0, 20]))).toEqual([
      [41, 'ALARM'],
      [50, 'OK'],
    ]);
  });

  test('ends without a word where the notifier lives again: it tells of the end', () => {
    const mails = mailFallback([5, 55], live([0, 20], [40, 60]));
    expect(mails.map(([, state]) => state)).toEqual(['ALARM']);
  });
});

test('a dead notifier is told of by itself within ten minutes, whether an alarm is on or not', () => {
  const [first, second] = judge('NotifierNotReporting', live([0, 20]));
  expect(first?.state).toBe('OK');
  expect(second?.state).toBe('ALARM');
  expect((second?.at ?? 0) / minute).toBeLessThanOrEqual(30);
});

test('a notifier that delivers nothing is as good as dead', () => {
  const mute = live([0, 60]).map(({ at }) => ({ at, value: at > 20 * minute ? 0 : 1 }));
  expect(mailFallback([5, 60], mute)[0]?.[1]).toBe('ALARM');
  expect(judge('NotifierNotReporting', mute).at(-1)?.state).toBe('ALARM');
});
