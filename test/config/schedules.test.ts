import { describe, expect, it } from 'vitest';
import type { Job } from '../../lib/model/job.ts';
import { parse, refusal, withJob, withTop } from './parse.ts';

const job = (settings: string): Job => parse(withJob(settings)).fleet.jobs[0] as Job;
const limits = ({ alerts }: Job) => [
  alerts.BackgroundJobNotRunning?.limit,
  alerts.BackgroundJobCriticallyStale?.limit,
];
const wrong = (text: string) => refusal(text).problems.map(p => `${p.path} | ${p.expected}`);

describe('a scheduled job', () => {
  it('is due at one cron in UTC, or at several in its zone but not on some dates', () => {
    expect(job('schedule: "0 2 * * 1-5"').schedule).toEqual({
      crons: ['0 2 * * 1-5'],
      timezone: 'UTC',
      except: [],
    });
    expect(
      job(
        'schedule: ["0 2 * * 1-5", "0 4 * * 0"], timezone: Europe/Berlin, except: [2026-12-25, 2027-01-01]',
      ).schedule,
    ).toEqual({
      crons: ['0 2 * * 1-5', '0 4 * * 0'],
      timezone: 'Europe/Berlin',
      except: ['2026-12-25', '2027-01-01'],
    });
    expect(job('schedule: "0 2 * * *"').intervalSeconds).toBeUndefined();
  });

  it.each([
    ['', [7200, 86_400]],
    [', grace: { warning: 1h, critical: 12h }', [3600, 43_200]],
    [', grace: { warning: 2d }', [172_800, 172_800]],
  ])('with { schedule%s } is late after %j s', (grace, seconds) => {
    expect(limits(job(`schedule: "0 2 * * *"${grace}`))).toEqual(seconds);
  });

  it('keeps the hold times of staleness', () => {
    const { alerts } = job('schedule: "0 2 * * *", staleness: { hold: 1m }');
    expect(alerts.BackgroundJobNotRunning).toEqual({ limit: 7200, holdMinutes: 1 });
  });

  const cron = 'a cron of five fields that is due at some time such as "0 2 * * 1-5"';
  it.each([
    ['schedule: "0 2 * *"', `jobs.a.schedule | ${cron}`],
    ['schedule: "@daily"', `jobs.a.schedule | ${cron}`],
    ['schedule: "0 0 2 * * *"', `jobs.a.schedule | ${cron}`],
    ['schedule: "0 0 31 2 *"', `jobs.a.schedule | ${cron}`],
    ['schedule: []', `jobs.a.schedule | ${cron}, or a list of them`],
    ['schedule: ["0 2 * * *", "61 * * * *"]', `jobs.a.schedule[1] | ${cron}`],
    [
      'schedule: "0 2 * * *", timezone: Berlin',
      'jobs.a.timezone | a time zone such as Europe/Berlin',
    ],
    [
      'schedule: "0 2 * * *", timezone: "+01:00"',
      'jobs.a.timezone | a time zone such as Europe/Berlin',
    ],
    ['schedule: "0 2 * * *", except: [2026-02-30]', 'jobs.a.except[0] | a date such as 2026-12-25'],
    [
      'schedule: "0 2 * * *", interval: 1d',
      'jobs.a.interval | either interval or schedule, not both',
    ],
    [
      'schedule: "0 2 * * *", staleness: { warning: 1h }',
      'jobs.a.staleness.warning | grace: { warning: … } for a scheduled job',
    ],
    [
      'schedule: "0 2 * * *", staleness: { critical: 5 runs }',
      'jobs.a.staleness.critical | grace: { critical: … } for a scheduled job',
    ],
    [
      'schedule: "0 2 * * *", grace: { warning: 2h, critical: 1h }',
      'jobs.a.grace.warning | a limit that is not above the critical one',
    ],
    ['interval: 1d, grace: { warning: 2h }', 'jobs.a.grace | it only together with a schedule'],
    ['interval: 1d, timezone: UTC', 'jobs.a.timezone | it only together with a schedule'],
    ['shedule: "0 2 * * *"', 'jobs.a.shedule | schedule'],
    ['intervall: 1d', 'jobs.a.intervall | interval'],
  ])('is rejected with { %s }', (settings, problem) => {
    expect(wrong(withJob(settings))).toEqual([problem]);
  });
});

describe('the defaults of all jobs', () => {
  const jobs = (defaults: string, settings: string) =>
    parse(
      `prometheus: { url: "http://localhost" }\ndefaults: { ${defaults} }\njobs: { a: { ${settings} } }`,
    ).fleet;
  const first = (defaults: string, settings: string) => jobs(defaults, settings).jobs[0] as Job;

  it('apply below those of each job, key by key', () => {
    const { alerts } = first(
      'failures: { warning: 1, critical: 20, hold: 2m }',
      'interval: 1m, failures: { warning: 3 }',
    );
    expect(alerts.BackgroundJobFailing).toEqual({ limit: 3, holdMinutes: 2 });
    expect(alerts.BackgroundJobCriticalFailureRate).toEqual({ limit: 20, holdMinutes: 5 });
  });

  it('can turn a check off, which a job can turn on again', () => {
    expect(first('queue: false', 'interval: 1m').enabled.queue).toBe(false);
    expect(first('queue: false', 'interval: 1m, queue: true').enabled.queue).toBe(true);
    expect(first('queue: { size: 5 }', 'interval: 1m, queue: false').enabled.queue).toBe(false);
  });

  it('can be in runs of each job', () => {
    expect(limits(first('staleness: { warning: 5 runs }', 'interval: 10m'))).toEqual([
      3000, 86_400,
    ]);
  });

  it('give grace to scheduled jobs and staleness to the others', () => {
    const defaults = 'grace: { warning: 30m }, staleness: { warning: 1h }, timezone: Asia/Tokyo';
    expect(limits(first(defaults, 'schedule: "0 2 * * *"'))).toEqual([1800, 86_400]);
    expect(first(defaults, 'schedule: "0 2 * * *"').schedule?.timezone).toBe('Asia/Tokyo');
    expect(limits(first(defaults, 'interval: 1m'))).toEqual([3600, 86_400]);
  });

  it('also apply to unlisted jobs, except for what only a listed job can have', () => {
    const { settings } = jobs(
      'staleness: { warning: 5 runs, critical: 2d }, queue: false, paused: true',
      'interval: 1m',
    ).unlisted;
    expect(settings.enabled.queue).toBe(false);
    expect(settings.paused).toBe(false);
    expect(settings.alerts.BackgroundJobNotRunning?.limit).toBe(7200);
    expect(settings.alerts.BackgroundJobCriticallyStale?.limit).toBe(172_800);
  });

  it('do not apply to a part that a source lacks', () => {
    const { jobs } = parse(
      'prometheus: { url: "http://localhost" }\nsources: { s: { preset: celery } }\ndefaults: { queue: { size: 5 } }\njobs: { a: { interval: 1m } }',
    ).fleet;
    expect(jobs[0]?.enabled.queue).toBe(false);
  });

  it('are rejected if a limit of a job is on the wrong side of the other one', () => {
    const text =
      'prometheus: { url: "http://localhost" }\ndefaults: { staleness: { critical: 3h } }\njobs: { a: { interval: 1h, staleness: { warning: 5 runs } } }';
    expect(wrong(text)).toEqual([
      'jobs.a.staleness.warning | a limit that is not above the critical one',
    ]);
  });

  it('cannot have an interval', () => {
    const text = withTop('defaults: { interval: 5m }');
    expect(refusal(text).problems.map(p => `${p.path} | ${p.found}`)).toEqual([
      'defaults.interval | an unknown key',
    ]);
  });
});

describe('maintenance', () => {
  it('is a span for some jobs that begins at a cron', () => {
    const lines =
      'maintenance: [{ jobs: "ops/*", schedule: "0 1 * * 0", timezone: Europe/Berlin, duration: 3h, reason: weekly restore test }]';
    expect(parse(withTop(lines)).maintenance).toEqual([
      {
        jobs: ['ops/*'],
        schedule: { crons: ['0 1 * * 0'], timezone: 'Europe/Berlin', except: [] },
        durationSeconds: 10_800,
        reason: 'weekly restore test',
      },
    ]);
    expect(parse(withTop('')).maintenance).toEqual([]);
  });

  it.each([
    ['{ schedule: "0 1 * * 0", duration: 3h, reason: x }', ['maintenance[0].jobs']],
    [
      '{ jobs: [], schedule: "0 1 * * 0", duration: 8d }',
      ['jobs', 'duration', 'reason'].map(key => `maintenance[0].${key}`),
    ],
  ])('is rejected with %s', (span, paths) => {
    const { problems } = refusal(withTop(`maintenance: [${span}]`));
    expect(problems.map(problem => problem.path).toSorted()).toEqual(paths.toSorted());
  });
});
