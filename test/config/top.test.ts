import { describe, expect, it } from 'vitest';
import { parse, refusal, withJob, withTop } from './parse.ts';

const wrong = (lines: string) =>
  refusal(withTop(lines)).problems.map(p => `${p.path} | ${p.found}`);

describe('the service', () => {
  it('is jobwatch unless it is named', () => {
    expect(parse(withTop('')).service).toBe('jobwatch');
    expect(parse(withTop('service: clipper-2')).fleet.service).toBe('clipper-2');
  });

  it.each(['9lives', 'a_b', '"a b"', '""', 'a'.repeat(41)])('cannot be called %s', name => {
    expect(wrong(`service: ${name}`)).toHaveLength(1);
  });
});

describe('the rest of the configuration', () => {
  it('is used as it is', () => {
    const config = parse(
      withTop(
        'runbook: https://wiki.example.com/jobs?v=1\nvpc: { subnetIds: [subnet-0123abcd], securityGroupIds: [sg-0123abcd] }\ntags: { team: video }\nbudget: { monthlyUsd: 50 }\nunlisted: { maximum: 0 }',
      ),
    );
    expect(config.runbookUrl).toBe('https://wiki.example.com/jobs?v=1');
    expect(config.vpc).toEqual({
      subnetIds: ['subnet-0123abcd'],
      securityGroupIds: ['sg-0123abcd'],
    });
    expect(config.tags).toEqual({ team: 'video' });
    expect(config.budgetMonthlyUsd).toBe(50);
    expect(config.alarms).toBe('alert');
    expect(config.deadMansSwitch).toBeUndefined();
    expect(config.fleet.unlisted.maximum).toBe(0);
    expect(config.dashboardConcurrency).toBe(20);
  });

  it('can have verdicts in place of alerts, and an outside heartbeat', () => {
    const config = parse(withTop('alarms: job\ndeadMansSwitch: { file: ping-url }'));
    expect(config.alarms).toBe('job');
    expect(config.deadMansSwitch).toEqual({ file: '/etc/jobwatch/ping-url' });
  });

  it.each([
    ['alarms: few', 'alarms | "few"'],
    ['deadMansSwitch: https://hc.example/secret', 'deadMansSwitch | a text of 25 characters'],
    ['deadMansSwitch: { env: A, file: b }', 'deadMansSwitch.file | a text of 1 characters'],
    ['runbook: docs/runbook.md', 'runbook | "docs/runbook.md"'],
    ['runbook: https://a.example#x', 'runbook | "https://a.example#x"'],
    ['vpc: { subnetIds: [], securityGroupIds: [sg-0123abcd] }', 'vpc.subnetIds | an empty list'],
    ['tags: { "aws:team": video }', 'tags["aws:team"] | this key'],
    ['tags: { team: 7 }', 'tags.team | 7'],
    ['budget: { monthlyUsd: 0 }', 'budget.monthlyUsd | 0'],
    ['unlisted: { maximum: 101 }', 'unlisted.maximum | 101'],
    ['unlisted: { maximum: 1.5 }', 'unlisted.maximum | 1.5'],
    ['dashboard: { concurrency: 0 }', 'dashboard.concurrency | 0'],
    ['dashboard: { concurrency: true }', 'dashboard.concurrency | true'],
  ])('is rejected with %s', (lines, problem) => {
    expect(wrong(lines)).toEqual([problem]);
  });
});

describe('the configured jobs', () => {
  it("include unlisted jobs with the original's limits and every check", () => {
    const { maximum, settings } = parse(withJob('interval: 1d')).fleet.unlisted;
    expect(maximum).toBe(20);
    expect(settings).toMatchObject({
      listed: false,
      paused: false,
      enabled: { failures: true, staleness: true, duration: true, queue: true, items: true },
      windowSeconds: {},
    });
    expect(settings.intervalSeconds).toBeUndefined();
    expect(settings.schedule).toBeUndefined();
    expect(settings.alerts.BackgroundJobNotRunning?.limit).toBe(7200);
  });

  it('must be at least one', () => {
    const { problems } = refusal('prometheus: { url: "http://localhost" }\njobs: {}');
    expect(problems.map(p => `${p.path} | ${p.found}`)).toEqual(['jobs | an empty map']);
  });
});
