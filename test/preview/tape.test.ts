import { expect, test } from 'vitest';
import { createTape } from '../../lib/preview/tape.ts';

const at = Date.UTC(2026, 0, 6, 5, 59) / 1000;
const span = { from: at - 60, to: at + 120 };
const one = (value: number) => [{ job: 'a', metric: 'QueueSize' as const, value }];

test('minutes stand at their places across segments, and NaN where there is none', () => {
  const tape = createTape();
  tape.enter([
    { at, measurements: one(1), known: true },
    { at: at + 120, measurements: one(3), known: true },
  ]);
  expect([...(tape.valuesOf('a', 'QueueSize', span) ?? [])]).toEqual([
    Number.NaN,
    1,
    Number.NaN,
    3,
  ]);
  expect(tape.datapointsOf('a', 'QueueSize', { alert: 'BackgroundJobQueueGrowing', span })).toEqual(
    [
      { at, value: 1 },
      { at: at + 120, value: 3 },
    ],
  );
});

test('a minute that is entered again replaces what stood there', () => {
  const tape = createTape();
  tape.enter([{ at, measurements: one(1), known: true }]);
  tape.enter([{ at, measurements: [], known: false }]);
  expect(tape.measurementsAt(at)).toEqual([]);
  expect(tape.isKnown(at)).toBe(false);
});

test('limits of a minute come back with its measurement', () => {
  const measurement = {
    job: '',
    metric: 'SecondsSinceSuccess' as const,
    value: 5,
    limits: { BackgroundJobNotRunning: 4 },
  };
  const tape = createTape();
  tape.enter([{ at, measurements: [measurement], known: true }]);
  expect(tape.measurementsAt(at)).toEqual([measurement]);
  const options = { alert: 'BackgroundJobNotRunning' as const, span };
  expect(tape.datapointsOf('', 'SecondsSinceSuccess', options)).toEqual([
    { at, value: 5, limit: 4 },
  ]);
});

test('a job without a name is not the service', () => {
  const tape = createTape();
  const service = { job: undefined, metric: 'SuccessRatePercent' as const, value: 50 };
  tape.enter([{ at, measurements: [service], known: true }]);
  expect(tape.valuesOf('', 'SuccessRatePercent', span)).toBeUndefined();
  expect([...tape.namesIn(span)]).toEqual([]);
});
