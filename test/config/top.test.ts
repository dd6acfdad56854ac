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

describe('who is told', () => {
  it('is nobody by default', () => {
    const nobody = { kind: 'mail', addresses: [] };
    expect(parse(withTop('')).notify).toEqual({ warning: nobody, critical: nobody });
  });

  it('is a list of addresses or a topic', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall';
    expect(
      parse(withTop(`notify: { warning: [a@b.co], critical: { topicArn: "${topicArn}" } }`)).notify,
    ).toEqual({
      warning: { kind: 'mail', addresses: ['a@b.co'] },
      critical: { kind: 'topic', topicArn },
    });
  });

  it.each([
    ['notify: { warning: a@b.co }', 'notify.warning | "a@b.co"'],
    ['notify: { warning: [a@b.co, a.b.co] }', 'notify.warning[1] | "a.b.co"'],
    ['notify: { warning: [a@b.co, a@b.co] }', 'notify.warning[1] | "a@b.co"'],
    ['notify: { critical: { topicArn: oncall } }', 'notify.critical.topicArn | "oncall"'],
    [
      'notify: { critical: { topicArn: "arn:aws:sns:eu-west-1:123456789012:oncall.fifo" } }',
      'notify.critical.topicArn | "arn:aws:sns:eu-west-1:123456789012:oncall.fifo"',
    ],
    ['notify: { urgent: [] }', 'notify.urgent | an unknown key'],
    ['notify:', 'notify | nothing'],
  ])('is refused with %s', (lines, problem) => {
    expect(wrong(lines)).toEqual([problem]);
  });
});

describe('the rest', () => {
  it('is passed on', () => {
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
    expect(config.fleet.unlisted.maximum).toBe(0);
  });

  it.each([
    ['runbook: docs/runbook.md', 'runbook | "docs/runbook.md"'],
    ['runbook: https://a.example#x', 'runbook | "https://a.example#x"'],
    ['vpc: { subnetIds: [], securityGroupIds: [sg-0123abcd] }', 'vpc.subnetIds | an empty list'],
    ['tags: { "aws:team": video }', 'tags["aws:team"] | this key'],
    ['tags: { team: 7 }', 'tags.team | 7'],
    ['budget: { monthlyUsd: 0 }', 'budget.monthlyUsd | 0'],
    ['unlisted: { maximum: 101 }', 'unlisted.maximum | 101'],
    ['unlisted: { maximum: 1.5 }', 'unlisted.maximum | 1.5'],
  ])('is refused with %s', (lines, problem) => {
    expect(wrong(lines)).toEqual([problem]);
  });
});

describe('the fleet', () => {
  it('treats unlisted jobs by the original rules', () => {
    const { maximum, settings } = parse(withJob('interval: 1d')).fleet.unlisted;
    expect(maximum).toBe(20);
    expect(settings).toMatchObject({
      listed: false,
      paused: false,
      hasQueue: true,
      hasItems: true,
    });
    expect(settings.intervalSeconds).toBeUndefined();
    expect(settings.windowSeconds).toEqual({
      failures: 600,
      criticalFailures: 300,
      duration: 600,
      items: 600,
    });
    expect(settings.alerts.BackgroundJobNotRunning.limit).toBe(7200);
  });

  it.each([
    ['interval: 1m', 26],
    ['interval: 1d', 98],
    ['interval: 1m, staleness: { critical: 3h }', 26],
    ['interval: 1m, staleness: { critical: 30h }', 32],
  ])('with { %s } looks back %s hours', (settings, hours) => {
    expect(parse(withJob(settings)).fleet.lookbackSeconds).toBe(hours * 3600);
  });

  it('needs at least one job', () => {
    const { problems } = refusal('prometheus: { url: "http://localhost" }\njobs: {}');
    expect(problems.map(p => `${p.path} | ${p.found}`)).toEqual(['jobs | an empty map']);
  });
});
