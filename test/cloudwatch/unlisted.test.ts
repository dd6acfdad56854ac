import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUnlistedRatios, type UnlistedRatio } from '../../lib/cloudwatch/unlisted.ts';
import type { Measurement, MetricName } from '../../lib/model/measurement.ts';
import { createFleet } from './fleet.ts';

const M0 = 1_795_428_000;
const HOUR = 3600;

const fleet = createFleet('\n  clip_sync: { interval: 5m }\n');
const names = new Set(['surprise', 'another']);

function measure(job: string, metric: MetricName, value: number): Measurement {
  return { job, metric, value };
}

function listLines(ratios: readonly UnlistedRatio[]): string[] {
  return ratios.map(({ metric, value }) => `${metric} ${value}`);
}

const slow = [
  measure('surprise', 'DurationP95Seconds', 450),
  measure('another', 'DurationP95Seconds', 30),
];

test('all unlisted jobs have one ratio per alert: the worst value over its limit', () => {
  const ratios = createUnlistedRatios(fleet);
  expect(listLines(ratios.update({ measurements: slow, names, at: M0 }))).toEqual([
    'UnlistedBackgroundJobHighDurationRatio 1.5',
    'UnlistedBackgroundJobCriticalDurationRatio 0.75',
  ]);
});

test('they are compared with the limits of the minute, if there are any', () => {
  const limits = { BackgroundJobNotRunning: 1000, BackgroundJobCriticallyStale: 4000 };
  const measurements = [{ ...measure('surprise', 'SecondsSinceSuccess', 2000), limits }];
  expect(listLines(createUnlistedRatios(fleet).update({ measurements, names, at: M0 }))).toEqual([
    'UnlistedBackgroundJobNotRunningRatio 2',
    'UnlistedBackgroundJobCriticallyStaleRatio 0.5',
  ]);
});

test('listed jobs are not included, and without unlisted ones nothing is sent', () => {
  const measurements = [measure('clip_sync', 'DurationP95Seconds', 900)];
  const ratios = createUnlistedRatios(fleet);
  expect(ratios.update({ measurements, names: new Set(), at: M0 })).toEqual([]);
});

test('nothing is sent if none are measured', () => {
  const closed = { ...fleet, unlisted: { ...fleet.unlisted, maximum: 0 } };
  expect(createUnlistedRatios(closed).update({ measurements: slow, names, at: M0 })).toEqual([]);
});

describe('a job about which nothing is known now', () => {
  const [, other] = slow;
  const rest = other === undefined ? [] : [other];

  test("keeps its last ratio, which another job's 0 does not replace", () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.update({ measurements: slow, names, at: M0 });
    const later = ratios.update({ measurements: rest, names, at: M0 + 12 * HOUR });
    expect(listLines(later)[0]).toBe('UnlistedBackgroundJobHighDurationRatio 1.5');
  });

  test('keeps it for its whole horizon, and no longer', () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.update({ measurements: slow, names, at: M0 });
    const later = ratios.update({ measurements: rest, names, at: M0 + 27 * HOUR });
    expect(listLines(later)[0]).toBe('UnlistedBackgroundJobHighDurationRatio 0.1');
  });

  test('sends nothing if no other job is measured, so that the alarm keeps its state', () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.update({ measurements: slow, names, at: M0 });
    expect(ratios.update({ measurements: [], names, at: M0 + HOUR })).toEqual([]);
  });

  test('that was the only one ends its alarm after its horizon, for half an hour', () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.update({ measurements: slow, names, at: M0 });
    const none = { measurements: [], names: new Set<string>() };
    const hours = [20, 26.1, 26.4, 26.6, 27];
    const sent = hours.map(hour => listLines(ratios.update({ ...none, at: M0 + hour * HOUR })));
    const zero = ['UnlistedBackgroundJobHighDurationRatio 0'];
    expect(sent).toEqual([[], zero, zero, zero, []]);
  });
});

describe('a process that has just started', () => {
  const published = new Map([['BackgroundJobHighDuration', { ratio: 3, at: M0 - 60 }]]);
  const another = [measure('another', 'DurationP95Seconds', 30)];

  test('uses the ratio that was published last for jobs about which nothing is known', () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.recall(published);
    const sent = ratios.update({ measurements: another, names, at: M0 });
    expect(listLines(sent)[0]).toBe('UnlistedBackgroundJobHighDurationRatio 3');
  });

  test('does not use it if every job is known', () => {
    const ratios = createUnlistedRatios(fleet);
    ratios.recall(published);
    const sent = ratios.update({ measurements: another, names: new Set(['another']), at: M0 });
    expect(listLines(sent)[0]).toBe('UnlistedBackgroundJobHighDurationRatio 0.1');
  });
});

test('a missed minute gets what was measured then, and the present value for the rest', () => {
  const ratios = createUnlistedRatios(fleet);
  ratios.update({ measurements: slow, names, at: M0 });
  const measurements = [measure('another', 'DurationP95Seconds', 30)];
  const missed = ratios.find({ measurements, names, at: M0 - 300 });
  expect(listLines(missed)[0]).toBe('UnlistedBackgroundJobHighDurationRatio 1.5');
  expect(ratios.find({ measurements: [], names, at: M0 - 300 })).toEqual([]);
});

test('a ratio breaches exactly if the value is above its limit, for any two numbers', () => {
  const amounts = fc.oneof(
    fc.double({ min: 0, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  );
  fc.assert(
    fc.property(amounts, amounts, (value, limit) => {
      fc.pre(Number.isFinite(value) && (limit === 0 || (limit > 1e-100 && limit < 1e100)));
      const limits = { BackgroundJobNotRunning: limit };
      const measurements = [{ ...measure('surprise', 'SecondsSinceSuccess', value), limits }];
      const [ratio] = createUnlistedRatios(fleet).update({ measurements, names, at: M0 });
      expect((ratio?.value ?? Number.NaN) > 1).toBe(value > limit);
    }),
  );
});
