import { describe, expect, it } from 'vitest';
import type { Job } from '../../lib/model/job.ts';
import { parse, refusal, withJob } from './parse.ts';

const job = (settings: string): Job => parse(withJob(settings)).fleet.jobs[0] as Job;
const limits = (settings: string) =>
  Object.fromEntries(
    Object.entries(job(settings).alerts).map(([name, { limit }]) => [name, limit]),
  );
const holds = (settings: string) =>
  Object.fromEntries(
    Object.entries(job(settings).alerts).map(([name, { holdMinutes }]) => [name, holdMinutes]),
  );
const wrong = (settings: string) =>
  refusal(withJob(settings)).problems.map(p => [p.path, p.found, p.expected].join(' | '));

describe('a job that sets only its interval', () => {
  it('has the limits of the original rules', () => {
    expect(limits('interval: 1m')).toMatchObject({
      BackgroundJobFailing: 5,
      BackgroundJobCriticalFailureRate: 50,
      BackgroundJobNotRunning: 7200,
      BackgroundJobCriticallyStale: 86_400,
      BackgroundJobHighDuration: 300,
      BackgroundJobCriticalDuration: 600,
      BackgroundJobQueueGrowing: 1.5,
      BackgroundJobCriticalQueueSize: 1000,
      BackgroundJobHighItemFailureRate: 20,
    });
  });

  it('has the hold times of the original rules', () => {
    expect(holds('interval: 1m')).toMatchObject({
      BackgroundJobFailing: 5,
      BackgroundJobCriticalFailureRate: 5,
      BackgroundJobNotRunning: 10,
      BackgroundJobCriticallyStale: 5,
      BackgroundJobHighDuration: 15,
      BackgroundJobCriticalDuration: 10,
      BackgroundJobQueueGrowing: 15,
      BackgroundJobCriticalQueueSize: 10,
      BackgroundJobHighItemFailureRate: 15,
    });
  });

  it('has windows that follow from its own runs', () => {
    expect(job('interval: 15m').windowSeconds).toEqual({});
  });

  it.each([
    ['1m', 7200, 86_400],
    ['80m', 7200, 86_400],
    ['6h', 32_400, 86_400],
    ['8h', 43_200, 115_200],
    ['1d', 129_600, 345_600],
  ])('of %s is late after %s s and critically so after %s s', (interval, warning, critical) => {
    expect(limits(`interval: ${interval}`)).toMatchObject({
      BackgroundJobNotRunning: warning,
      BackgroundJobCriticallyStale: critical,
    });
  });

  it('has every check, is not paused and is expected at once', () => {
    expect(job('interval: 1m')).toMatchObject({
      name: 'a',
      seriesName: 'a',
      source: 'application',
      listed: true,
      intervalSeconds: 60,
      enabled: { failures: true, staleness: true, duration: true, queue: true, items: true },
      paused: false,
    });
    expect(job('interval: 1m').schedule).toBeUndefined();
    expect(job('interval: 1m').sinceSeconds).toBeUndefined();
  });
});

describe('a job can set', () => {
  it('limits and hold times of failures', () => {
    const { alerts } = job(
      'interval: 1m, failures: { warning: 0, critical: 99.5, hold: 1m, criticalHold: 1d }',
    );
    expect(alerts.BackgroundJobFailing).toEqual({ limit: 0, holdMinutes: 1 });
    expect(alerts.BackgroundJobCriticalFailureRate).toEqual({ limit: 99.5, holdMinutes: 1440 });
  });

  it('limits and hold times of staleness', () => {
    const { alerts } = job(
      'interval: 6h, staleness: { warning: 8h, critical: 8h, hold: 2m, criticalHold: 3m }',
    );
    expect(alerts.BackgroundJobNotRunning).toEqual({ limit: 28_800, holdMinutes: 2 });
    expect(alerts.BackgroundJobCriticallyStale).toEqual({ limit: 28_800, holdMinutes: 3 });
  });

  it('limits and hold times of run times', () => {
    const { alerts } = job(
      'interval: 1m, duration: { warning: 90s, critical: 1h30m, hold: 4m, criticalHold: 6m }',
    );
    expect(alerts.BackgroundJobHighDuration).toEqual({ limit: 90, holdMinutes: 4 });
    expect(alerts.BackgroundJobCriticalDuration).toEqual({ limit: 5400, holdMinutes: 6 });
  });

  it('limits and hold times of its queue', () => {
    const { alerts, enabled } = job(
      'interval: 1m, queue: { growth: 2, size: 50, hold: 7m, criticalHold: 8m }',
    );
    expect(enabled.queue).toBe(true);
    expect(alerts.BackgroundJobQueueGrowing).toEqual({ limit: 2, holdMinutes: 7 });
    expect(alerts.BackgroundJobCriticalQueueSize).toEqual({ limit: 50, holdMinutes: 8 });
  });

  it('limit and hold time of its items', () => {
    const { alerts, enabled } = job('interval: 1m, items: { warning: 1, hold: 9m }');
    expect(enabled.items).toBe(true);
    expect(alerts.BackgroundJobHighItemFailureRate).toEqual({ limit: 1, holdMinutes: 9 });
  });

  it('every window', () => {
    const settings =
      'interval: 7d, failures: { window: 7m, criticalWindow: 2h }, duration: { window: 3d }, items: { window: 1m }';
    expect(job(settings).windowSeconds).toEqual({
      failures: 420,
      criticalFailures: 7200,
      duration: 259_200,
      items: 60,
    });
  });

  it.each(['failures', 'staleness', 'duration', 'queue', 'items'] as const)(
    'whether it has a check of %s at all',
    check => {
      const all = { failures: true, staleness: true, duration: true, queue: true, items: true };
      expect(job(`interval: 1m, ${check}: false`).enabled).toEqual({ ...all, [check]: false });
      expect(job(`interval: 1m, ${check}: true`).enabled).toEqual(all);
      expect(job(`interval: 1m, ${check}: {}`).enabled).toEqual(all);
    },
  );

  it('its staleness in runs', () => {
    expect(
      limits('interval: 90s, staleness: { warning: 2.5 runs, critical: 5 runs }'),
    ).toMatchObject({ BackgroundJobNotRunning: 225, BackgroundJobCriticallyStale: 450 });
  });

  it('one limit of a pair, and the other changes if it would be on the wrong side', () => {
    expect(limits('interval: 1m, staleness: { warning: 2d }')).toMatchObject({
      BackgroundJobNotRunning: 172_800,
      BackgroundJobCriticallyStale: 172_800,
    });
    expect(limits('interval: 1m, failures: { critical: 3 }')).toMatchObject({
      BackgroundJobFailing: 3,
      BackgroundJobCriticalFailureRate: 3,
    });
  });

  it('from when it is expected, and until when it is paused', () => {
    expect(job('interval: 1m, since: 2026-11-01T00:00:00Z').sinceSeconds).toBe(1_793_491_200);
    expect(job('interval: 1m, since: 2026-11-01T01:00:00+01:00').sinceSeconds).toBe(1_793_491_200);
    expect(job('interval: 1m, paused: true').paused).toBe(true);
    expect(job('interval: 1m, paused: "2026-11-01T00:00:00Z"').paused).toBe(1_793_491_200);
  });
});

describe('a job is rejected', () => {
  const duration = 'a duration such as 15m or 6h';
  it.each([
    [
      'queue: true',
      `jobs.a.interval | nothing | ${duration}, or instead of it a schedule such as "0 2 * * 1-5"`,
    ],
    ['interval: 900', `jobs.a.interval | 900 | ${duration}`],
    ['interval: 15 minutes', `jobs.a.interval | "15 minutes" | ${duration}`],
    ['interval: 5m1h', `jobs.a.interval | "5m1h" | ${duration}`],
    ['interval: -5m', `jobs.a.interval | "-5m" | ${duration}`],
    ['interval: ""', `jobs.a.interval | "" | ${duration}`],
    ['interval: 0s', `jobs.a.interval | "0s" | ${duration}, from 1s to 366d`],
    ['interval: 400d', `jobs.a.interval | "400d" | ${duration}, from 1s to 366d`],
    ['interval: { a: 1 }', `jobs.a.interval | a map | ${duration}`],
    [
      'interval: 1m, failures: { warning: 5% }',
      'jobs.a.failures.warning | "5%" | a number of percent from 0 to below 100 such as 5',
    ],
    [
      'interval: 1m, failures: { critical: 100 }',
      'jobs.a.failures.critical | 100 | a number of percent from 0 to below 100 such as 5',
    ],
    [
      'interval: 1m, failures: { warning: .nan }',
      'jobs.a.failures.warning | NaN | a number of percent from 0 to below 100 such as 5',
    ],
    [
      'interval: 1m, failures: { warning: 51, critical: 50 }',
      'jobs.a.failures.warning | 51 | a limit that is not above the critical one',
    ],
    [
      'interval: 1m, staleness: { warning: 2d, critical: 1d }',
      'jobs.a.staleness.warning | "2d" | a limit that is not above the critical one',
    ],
    [
      'interval: 1m, duration: { warning: 11m, critical: 10m }',
      'jobs.a.duration.warning | "11m" | a limit that is not above the critical one',
    ],
    [
      'interval: 1m, failures: { hold: 90s }',
      'jobs.a.failures.hold | "90s" | a hold time in whole minutes such as 5m, from 1m to 1d',
    ],
    [
      'interval: 1m, failures: { hold: 25h }',
      'jobs.a.failures.hold | "25h" | a hold time in whole minutes such as 5m, from 1m to 1d',
    ],
    [
      'interval: 1m, failures: { window: 32d }',
      'jobs.a.failures.window | "32d" | a window in whole minutes such as 10m or 3h, from 1m to 31d',
    ],
    [
      'interval: 1m, queue: 5',
      'jobs.a.queue | 5 | true, false or a map such as { growth: 1.5, size: 1000 }',
    ],
    [
      'interval: 1m, queue: { growth: 0.5 }',
      'jobs.a.queue.growth | 0.5 | a ratio of at least 1 such as 1.5',
    ],
    [
      'interval: 1m, queue: { size: -1 }',
      'jobs.a.queue.size | -1 | a number of entries such as 1000',
    ],
    [
      'interval: 1m, staleness: { warning: 5 runs, critical: 4 runs }',
      'jobs.a.staleness.warning | "5 runs" | a limit that is not above the critical one',
    ],
    [
      'interval: 1h, staleness: { warning: 5 runs, critical: 4h }',
      'jobs.a.staleness.warning | "5 runs" | a limit that is not above the critical one',
    ],
    [
      'interval: 1m, staleness: { warning: 0 runs }',
      'jobs.a.staleness.warning | "0 runs" | a duration such as 90s, 15m or 6h, or a number of runs such as 5 runs',
    ],
    [
      'interval: 1m, duration: { warning: 5 runs }',
      'jobs.a.duration.warning | "5 runs" | a duration such as 90s, 15m or 6h',
    ],
    [
      'interval: 1m, items: no',
      'jobs.a.items | "no" | true, false or a map such as { warning: 20 }',
    ],
    [
      'interval: 1m, since: 2026-11-01',
      'jobs.a.since | "2026-11-01" | an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    ],
    [
      'interval: 1m, since: "2026-11-01T00:00:00"',
      'jobs.a.since | "2026-11-01T00:00:00" | an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    ],
    [
      'interval: 1m, since: "2026-02-30T00:00:00Z"',
      'jobs.a.since | "2026-02-30T00:00:00Z" | an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    ],
    [
      'interval: 1m, paused: soon',
      'jobs.a.paused | "soon" | true, false or an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    ],
  ])('with { %s }', (settings, problem) => {
    expect(wrong(settings)).toEqual([problem]);
  });

  it('with two mistakes in one map, and both are reported', () => {
    expect(wrong('interval: 1m, failures: { warning: 51, critical: 50, hold: 1s }')).toHaveLength(
      2,
    );
  });
});

describe('a job may be called', () => {
  it.each([
    '007',
    'null',
    '1.0',
    'true',
    '"a b"',
    '"nightly: résumé"',
    'constructor',
    'toString',
    '"a\\"b\\\\c\\n"',
    '"<<"',
  ])('%s', written => {
    const name = written.startsWith('"') ? JSON.parse(written) : written;
    const text = `prometheus: { url: "http://localhost" }\njobs:\n  ${written}: { interval: 1m }`;
    expect(parse(text).fleet.jobs.map(({ name }) => name)).toEqual([name]);
  });

  it.each([
    ['""', 'jobs[""]'],
    [`? "${'é'.repeat(513)}"\n  `, `jobs["${'é'.repeat(513)}"]`],
    ['__proto__', 'jobs.__proto__'],
  ])('anything but %s', (written, path) => {
    const text = `prometheus: { url: "http://localhost" }\njobs:\n  b: { interval: 1m }\n  ${written}: { interval: 1m }`;
    expect(refusal(text).problems.map(problem => problem.path)).toEqual([path]);
  });
});
