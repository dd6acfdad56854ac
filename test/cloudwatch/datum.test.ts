import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duration } from '../../lib/checks/duration.ts';
import { failures } from '../../lib/checks/failures.ts';
import { staleness } from '../../lib/checks/staleness.ts';
import { heartbeat, sourceReachable, toData } from '../../lib/cloudwatch/datum.ts';
import { parseConfig } from '../../lib/config/load.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Measurement, MetricName } from '../../lib/model/measurement.ts';

const at = Date.UTC(2026, 10, 23, 10, 6) / 1000;

const fleet = fleetOf(`
  clip_sync: { interval: 5m }
  webhook_retry: { interval: 1m, paused: 2026-11-23T12:00:00Z }
`);

function fleetOf(jobs: string, unlisted = ''): Fleet {
  const text = `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:${jobs}${unlisted}`;
  const noFile = () => '';
  return parseConfig(text, { file: 'test', baseDirectory: '/', readFile: noFile }).fleet;
}

function measured(job: string | undefined, metric: MetricName, value: number): Measurement {
  return { job, metric, value };
}

/** Each datum on a line: its dimensions, its name, its value. */
function told(data: readonly MetricDatum[]): string[] {
  return data.map(({ Dimensions, MetricName: name, Value }) => {
    const dimensions = Dimensions?.map(dimension => dimension.Value).join('/');
    return `${dimensions} ${name} ${Value}`;
  });
}

describe('a listed job', () => {
  test('is published under its service and its name, at the minute, in the unit of the metric', () => {
    const measurements = [measured('clip_sync', 'SecondsSinceSuccess', 90)];
    expect(toData({ check: staleness, measurements, fleet, at })[0]).toEqual({
      MetricName: 'SecondsSinceSuccess',
      Dimensions: [
        { Name: 'Service', Value: 'clipper' },
        { Name: 'Job', Value: 'clip_sync' },
      ],
      Timestamp: new Date('2026-11-23T10:06:00Z'),
      Value: 90,
      Unit: 'Seconds',
    });
  });

  test('publishes what alarms and native panels read, and nothing else', () => {
    const measurements = [
      measured('clip_sync', 'FailureRatePercent', 12.5),
      measured('clip_sync', 'SuccessesPerMinute', 3),
      measured(undefined, 'SuccessRatePercent', 87.5),
    ];
    const data = toData({ check: failures, measurements, fleet, at });
    expect(told(data).slice(0, 2)).toEqual([
      'clipper/clip_sync FailureRatePercent 12.5',
      'clipper SuccessRatePercent 87.5',
    ]);
    expect(told(data).join()).not.toContain('SuccessesPerMinute');
  });

  test('that is paused until later publishes nothing that an alarm reads', () => {
    const measurements = [
      measured('webhook_retry', 'FailureRatePercent', 100),
      measured('webhook_retry', 'RunsPerMinute', 1),
    ];
    const own = (minute: number) =>
      told(toData({ check: failures, measurements, fleet, at: minute })).filter(line =>
        line.includes('webhook_retry'),
      );
    expect(own(at)).toEqual(['clipper/webhook_retry RunsPerMinute 1']);
    expect(own(Date.UTC(2026, 10, 23, 12) / 1000)).toEqual([
      'clipper/webhook_retry FailureRatePercent 100',
      'clipper/webhook_retry RunsPerMinute 1',
    ]);
  });
});

describe('jobs that nobody listed', () => {
  test('are one ratio for each alert: the worst value over its limit', () => {
    const measurements = [
      measured('surprise', 'DurationP95Seconds', 450),
      measured('another', 'DurationP95Seconds', 30),
    ];
    expect(told(toData({ check: duration, measurements, fleet, at }))).toEqual([
      'clipper UnlistedBackgroundJobHighDurationRatio 1.5',
      'clipper UnlistedBackgroundJobCriticalDurationRatio 0.75',
    ]);
  });

  test('are held to the limits of the minute where there are such', () => {
    const limits = { BackgroundJobNotRunning: 1000, BackgroundJobCriticallyStale: 4000 };
    const measurements = [{ ...measured('surprise', 'SecondsSinceSuccess', 2000), limits }];
    expect(told(toData({ check: staleness, measurements, fleet, at }))).toEqual([
      'clipper UnlistedBackgroundJobNotRunningRatio 2',
      'clipper UnlistedBackgroundJobCriticallyStaleRatio 0.5',
    ]);
  });

  test('that do not exist send nothing, as a metric is paid for by the hour', () => {
    expect(toData({ check: duration, measurements: [], fleet, at })).toEqual([]);
  });

  test('that have gone leave 0 for half an hour a day, so that their alarm ends', () => {
    const midnight = Date.UTC(2026, 10, 23) / 1000;
    const sweep = (minute: number) =>
      told(toData({ check: duration, measurements: [], fleet, at: midnight + minute * 60 }));
    expect(sweep(30)).toEqual([]);
    expect(sweep(29)).toEqual([
      'clipper UnlistedBackgroundJobHighDurationRatio 0',
      'clipper UnlistedBackgroundJobCriticalDurationRatio 0',
    ]);
  });

  test('are not published where none are measured', () => {
    const closed = { ...fleet, unlisted: { ...fleet.unlisted, maximum: 0 } };
    const measurements = [measured('surprise', 'DurationP95Seconds', 450)];
    expect(toData({ check: duration, measurements, fleet: closed, at })).toEqual([]);
  });

  test('breach exactly where the value is above its limit, whatever the two are', () => {
    const amounts = fc.oneof(
      fc.double({ min: 0, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(amounts, amounts, (value, limit) => {
        fc.pre(Number.isFinite(value) && (limit === 0 || (limit > 1e-100 && limit < 1e100)));
        const limits = { BackgroundJobNotRunning: limit };
        const measurements = [{ ...measured('x', 'SecondsSinceSuccess', value), limits }];
        const ratio = toData({ check: staleness, measurements, fleet, at })[0]?.Value ?? Number.NaN;
        expect(ratio > 1).toBe(value > limit);
      }),
    );
  });
});

test('no value is one that CloudWatch refuses', () => {
  const anyJob = fc.constantFrom('clip_sync', 'surprise', undefined);
  fc.assert(
    fc.property(anyJob, fc.double(), fc.double(), (job, value, limit) => {
      const limits = { BackgroundJobNotRunning: limit };
      const measurements = [{ job, metric: 'SecondsSinceSuccess', value, limits } as const];
      for (const { Value } of toData({ check: staleness, measurements, fleet, at })) {
        const size = Math.abs(Value ?? Number.NaN);
        expect(size === 0 || (size >= 2 ** -360 && size <= 2 ** 360)).toBe(true);
      }
    }),
  );
});

test('the checker reports itself, and whether its source answers', () => {
  const beats = [true, false].map(isAnswered =>
    heartbeat('clipper', 'staleness', { at, isAnswered }),
  );
  expect(told(beats)).toEqual(['clipper/staleness Heartbeat 2', 'clipper/staleness Heartbeat 1']);
  expect(
    told([sourceReachable('clipper', true, at), sourceReachable('clipper', false, at)]),
  ).toEqual(['clipper SourceReachable 1', 'clipper SourceReachable 0']);
});
