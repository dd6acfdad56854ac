import { describe, expect, test } from 'vitest';
import { evaluateAlarm } from '../../lib/alarms/evaluate.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { createConfig } from './config.ts';
import { judge, mailFallback, span } from './fallback-mails.ts';
import { readRule } from './rules.ts';
import { findResources, synthesize } from './synth.ts';

const minute = 60;

/** Lambda's own `Errors` of a notifier that ran in these minutes: 0 if it ran to its end. */
function live(...spans: (readonly [from: number, to: number])[]): Datapoint[] {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      at: (from + index) * minute,
      value: 0,
    })),
  );
}

describe("CloudWatch's own mail about an alarm", () => {
  test('is never sent while the notifier works, even if a run or two fail or are missing', () => {
    expect(mailFallback([10, 40], live([0, 60]))).toEqual([]);
    expect(mailFallback([10, 40], live([0, 19], [22, 60]))).toEqual([]);
    const failed = live([0, 60]).map(({ at }) => ({ at, value: at === 20 * minute ? 1 : 0 }));
    expect(mailFallback([10, 40], failed)).toEqual([]);
  });

  test('is sent within ten minutes after a notifier that has reported the alarm fails', () => {
    const [[at, state] = [], ...others] = mailFallback([5, 60], live([0, 20]));
    expect(state).toBe('ALARM');
    expect(at).toBeGreaterThan(20);
    expect(at).toBeLessThanOrEqual(30);
    expect(others).toEqual([[60, 'OK']]);
  });

  test('is sent a minute later if the notifier failed before', () => {
    expect(mailFallback([40, 50], live([0, 20]))).toEqual([
      [41, 'ALARM'],
      [50, 'OK'],
    ]);
  });

  test('ends without a mail if the notifier works again, because the notifier reports the end', () => {
    const mails = mailFallback([5, 55], live([0, 20], [40, 60]));
    expect(mails.map(([, state]) => state)).toEqual(['ALARM']);
  });
});

test('a failed notifier has its own alarm within ten minutes, whether another alarm is on or not', () => {
  const [first, second] = judge('NotifierNotReporting', live([0, 20]));
  expect(first?.state).toBe('OK');
  expect(second?.state).toBe('ALARM');
  expect((second?.at ?? 0) / minute).toBeLessThanOrEqual(30);
});

describe('with verdicts only', () => {
  const lean = synthesize(createConfig('alarms: job\nnotify: { critical: [b@example.com] }'));
  const fallback = findResources(lean, 'AWS::CloudWatch::Alarm').find(
    ({ Properties }) => Properties.AlarmName === 'clipper/FallbackAlarm',
  );

  /** The worst verdict if no run of the notifier succeeded, otherwise 0, as in the expression. */
  function evaluateFallback(worst: readonly Datapoint[], errors: readonly Datapoint[]) {
    expect(JSON.stringify(fallback)).toContain('"IF(FILL(failed, 1) > 0, worst, 0)"');
    const failed = new Map(errors.map(({ at, value }) => [at, value]));
    const values = worst.map(({ at, value }) => ({
      at,
      value: (failed.get(at) ?? 1) > 0 ? value : 0,
    }));
    return evaluateAlarm(readRule(lean, 'clipper/FallbackAlarm'), values, span);
  }

  const worst = live([0, 60]).map(({ at }) => ({ at, value: at >= 5 * minute ? 2 : 0 }));

  test("CloudWatch's mail is sent within ten minutes after the notifier fails, and never before", () => {
    const states = evaluateFallback(worst, live([0, 20]));
    expect(states.map(({ state }) => state)).toEqual(['OK', 'ALARM']);
    expect(states.at(-1)?.at).toBeGreaterThan(20 * minute);
    expect(states.at(-1)?.at).toBeLessThanOrEqual(30 * minute);
    expect(evaluateFallback(worst, live([0, 60])).map(({ state }) => state)).toEqual(['OK']);
  });
});

test('a notifier whose runs fail counts as failed', () => {
  const mute = live([0, 60]).map(({ at }) => ({ at, value: at > 20 * minute ? 1 : 0 }));
  expect(mailFallback([5, 60], mute)[0]?.[1]).toBe('ALARM');
  expect(judge('NotifierNotReporting', mute).at(-1)?.state).toBe('ALARM');
});
