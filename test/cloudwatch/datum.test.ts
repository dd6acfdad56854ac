import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toData, toHeartbeat, toRatioData } from '../../lib/cloudwatch/datum.ts';
import { heartbeats } from '../../lib/cloudwatch/heartbeat.ts';
import type { Measurement, MetricName } from '../../lib/model/measurement.ts';
import { createFleet } from './fleet.ts';

const at = Date.UTC(2026, 10, 23, 10, 6) / 1000;

const fleet = createFleet(`
  clip_sync: { interval: 5m }
  webhook_retry: { interval: 1m, paused: 2026-11-23T12:00:00Z }
  old_import: { interval: 1m, paused: true }
`);

function measure(job: string | undefined, metric: MetricName, value: number): Measurement {
  return { job, metric, value };
}

/** Each datum on one line: its dimensions, its name, its value. */
function listLines(data: readonly MetricDatum[]): string[] {
  return data.map(({ Dimensions = [], MetricName: name, Value }) =>
    [...Dimensions.map(dimension => dimension.Value), name, Value].join(' '),
  );
}

test('a listed job is published by its name, at the minute, in the unit of the metric', () => {
  const measurements = [measure('clip_sync', 'SecondsSinceSuccess', 90)];
  expect(toData({ fleet, measurements, at })).toEqual([
    {
      MetricName: 'SecondsSinceSuccess',
      Dimensions: [{ Name: 'Job', Value: 'clip_sync' }],
      Timestamp: new Date('2026-11-23T10:06:00Z'),
      Value: 90,
      Unit: 'Seconds',
    },
  ]);
});

test('only metrics that alarms and native panels read are published', () => {
  const measurements = [
    measure('clip_sync', 'FailureRatePercent', 12.5),
    measure('clip_sync', 'SuccessesPerMinute', 3),
    measure('surprise', 'FailureRatePercent', 50),
    measure(undefined, 'SuccessRatePercent', 87.5),
  ];
  expect(listLines(toData({ fleet, measurements, at }))).toEqual([
    'clip_sync FailureRatePercent 12.5',
    'SuccessRatePercent 87.5',
  ]);
});

describe('a job that is paused', () => {
  const measurements = [
    measure('webhook_retry', 'FailureRatePercent', 100),
    measure('webhook_retry', 'RunsPerMinute', 1),
  ];

  test('until later publishes nothing that an alarm reads', () => {
    expect(listLines(toData({ fleet, measurements, at }))).toEqual([
      'webhook_retry RunsPerMinute 1',
    ]);
  });

  test('publishes it again once the pause is over', () => {
    const noon = Date.UTC(2026, 10, 23, 12) / 1000;
    expect(listLines(toData({ fleet, measurements, at: noon }))).toEqual([
      'webhook_retry FailureRatePercent 100',
      'webhook_retry RunsPerMinute 1',
    ]);
  });

  test('permanently is published, because the stack disables its alarms', () => {
    const paused = [measure('old_import', 'FailureRatePercent', 100)];
    expect(listLines(toData({ fleet, measurements: paused, at }))).toEqual([
      'old_import FailureRatePercent 100',
    ]);
  });
});

test('no value is published that CloudWatch rejects', () => {
  fc.assert(
    fc.property(fc.constantFrom('clip_sync', undefined), fc.double(), (job, value) => {
      const measurements = [measure(job, 'SecondsSinceSuccess', value)];
      for (const { Value } of toData({ fleet, measurements, at })) {
        const size = Math.abs(Value ?? Number.NaN);
        expect(size === 0 || (size >= 2 ** -360 && size <= 2 ** 360)).toBe(true);
      }
    }),
  );
});

test('heartbeats and ratios are for the whole service and have no dimension', () => {
  const ratio = { metric: 'UnlistedBackgroundJobFailingRatio', value: 1.5 } as const;
  const data = [toHeartbeat(heartbeats.whole, at), ...toRatioData([ratio], at)];
  expect(listLines(data)).toEqual(['Heartbeat 3', 'UnlistedBackgroundJobFailingRatio 1.5']);
});
