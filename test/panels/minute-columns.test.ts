import { expect, test } from 'vitest';
import type { Evaluation, SourceState } from '../../lib/checks/evaluate-fleet.ts';
import type { Measurement } from '../../lib/model/measurement.ts';
import { createMinuteColumns } from '../../lib/panels/minute-columns.ts';

const at = Date.UTC(2026, 0, 6, 5, 59) / 1000;
const span = { from: at - 60, to: at + 120 };
const queue = (value: number) => [{ job: 'a', metric: 'QueueSize' as const, value }];

function evaluation(
  time: number,
  measurements: readonly Measurement[],
  state: SourceState = 'fresh',
): Evaluation {
  return { at: time, measurements, notes: [], sources: new Map([['application', state]]) };
}

test('minutes are at their places across segments, with NaN if there is no value', () => {
  const columns = createMinuteColumns();
  columns.set(evaluation(at, queue(1)));
  columns.set(evaluation(at + 120, queue(3)));
  const values = [...(columns.readValues('a', 'QueueSize', span) ?? [])];
  expect(values).toEqual([Number.NaN, 1, Number.NaN, 3]);
  const alert = 'BackgroundJobQueueGrowing';
  expect(columns.readDatapoints('a', 'QueueSize', { alert, span })).toEqual([
    { at, value: 1 },
    { at: at + 120, value: 3 },
  ]);
});

test('a minute that is set again replaces the previous one', () => {
  const columns = createMinuteColumns();
  columns.set(evaluation(at, queue(1)));
  columns.set(evaluation(at, [], 'stale'));
  expect([...columns.listNames({ from: at, to: at })]).toEqual([]);
  expect(columns.isKnown(at)).toBe(false);
});

test('the limits of a minute are in its datapoint', () => {
  const columns = createMinuteColumns();
  const limits = { BackgroundJobNotRunning: 4 };
  columns.set(evaluation(at, [{ job: '', metric: 'SecondsSinceSuccess', value: 5, limits }]));
  const options = { alert: 'BackgroundJobNotRunning', span };
  expect(columns.readDatapoints('', 'SecondsSinceSuccess', options)).toEqual([
    { at, value: 5, limit: 4 },
  ]);
});

test('a job without a name is not mistaken for the service', () => {
  const columns = createMinuteColumns();
  columns.set(evaluation(at, [{ job: undefined, metric: 'SuccessRatePercent', value: 50 }]));
  expect(columns.readValues('', 'SuccessRatePercent', span)).toBeUndefined();
  expect([...columns.listNames(span)]).toEqual([]);
});

test('old data is forgotten, in whole segments', () => {
  const columns = createMinuteColumns();
  columns.set(evaluation(at, queue(1)));
  columns.forgetBefore(at);
  expect(columns.isKnown(at)).toBe(true);
  columns.forgetBefore(at + 60);
  expect(columns.isKnown(at)).toBe(false);
});
