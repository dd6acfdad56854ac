import { describe, expect, it } from 'vitest';
import { parse, refusal, withTop } from './parse.ts';

const notify = (lines: string) => parse(withTop(`notify: ${lines}`)).notify;
const wrong = (lines: string) =>
  refusal(withTop(`notify: ${lines}`)).problems.map(p => `${p.path} | ${p.found}`);

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall';
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:hook-AbCdEf';
const mail = (...addresses: string[]) => ({ kind: 'mail', addresses });

describe('the recipient of a message', () => {
  it('is nobody by default, with reminders after four hours and a day', () => {
    expect(parse(withTop('')).notify).toEqual({
      warning: [],
      critical: [],
      routes: [],
      remind: { warningSeconds: 86_400, criticalSeconds: 14_400 },
    });
  });

  it('is one address, several, or a topic', () => {
    expect(notify(`{ warning: a@b.co, critical: { topicArn: "${topicArn}" } }`)).toMatchObject({
      warning: [mail('a@b.co')],
      critical: [{ kind: 'topic', topicArn }],
    });
    expect(notify('{ warning: [a@b.co, c@d.co] }').warning).toEqual([mail('a@b.co', 'c@d.co')]);
    expect(notify('{ warning: [] }').warning).toEqual([]);
  });

  it('can be a mixture, with all addresses in one mail', () => {
    const list = `[{ slack: { secretArn: "${secretArn}" } }, a@b.co, { pagerduty: { env: KEY } }, c@d.co, { webhook: { file: url } }, { topicArn: "${topicArn}" }]`;
    expect(notify(`{ critical: ${list} }`).critical).toEqual([
      mail('a@b.co', 'c@d.co'),
      { kind: 'slack', secret: { secretArn } },
      { kind: 'pagerduty', secret: { env: 'KEY' } },
      { kind: 'webhook', secret: { file: '/etc/jobwatch/url' } },
      { kind: 'topic', topicArn },
    ]);
  });

  it('is different for some jobs, and the same for a severity that the route does not set', () => {
    const routes = '[{ jobs: "billing/*", warning: [] }, { jobs: [a, b], critical: [x@y.co] }]';
    expect(notify(`{ warning: [a@b.co], critical: [c@d.co], routes: ${routes} }`).routes).toEqual([
      { jobs: ['billing/*'], warning: [], critical: [mail('c@d.co')] },
      { jobs: ['a', 'b'], warning: [mail('a@b.co')], critical: [mail('x@y.co')] },
    ]);
  });

  it('gets reminders as configured, or never', () => {
    expect(notify('{ remind: { critical: 1h, warning: false } }').remind).toEqual({
      criticalSeconds: 3600,
      warningSeconds: undefined,
    });
  });
});

describe('a configuration is rejected', () => {
  it.each([
    ['{ warning: team }', 'notify.warning | "team"'],
    ['{ warning: [a@b.co, a.b.co] }', 'notify.warning[1] | "a.b.co"'],
    ['{ warning: [a@b.co, a@b.co] }', 'notify.warning[1] | "a@b.co"'],
    ['{ critical: { topicArn: oncall } }', 'notify.critical.topicArn | "oncall"'],
    ['{ critical: [{ topicArn: oncall }] }', 'notify.critical[0].topicArn | "oncall"'],
    [
      `{ critical: { topicArn: "${topicArn}.fifo" } }`,
      `notify.critical.topicArn | "${topicArn}.fifo"`,
    ],
    ['{ critical: [{ slak: { env: A } }] }', 'notify.critical[0].slak | an unknown key'],
    ['{ critical: [{ slack: {} }] }', 'notify.critical[0].slack.secretArn | nothing'],
    ['{ urgent: [] }', 'notify.urgent | an unknown key'],
    ['{ routes: [{ warning: [a@b.co] }] }', 'notify.routes[0].jobs | nothing'],
    ['{ remind: { critical: 5m } }', 'notify.remind.critical | "5m"'],
    ['', 'notify | nothing'],
  ])('with notify: %s', (lines, problem) => {
    expect(wrong(lines)).toContain(problem);
  });

  it.each([
    ['{ critical: [{ slak: { env: A } }] }', 'slak', 'slack'],
    ['{ critical: { teams: { env: A } } }', 'teams', 'one of topicArn, slack, pagerduty, webhook'],
  ])('with notify: %s and one message that knows every destination', (lines, key, expected) => {
    const { problems } = refusal(withTop(`notify: ${lines}`));
    expect(problems).toEqual([expect.objectContaining({ found: 'an unknown key', expected })]);
    expect(problems[0]?.path).toContain(key);
  });

  it('without repeating what may be a secret', () => {
    const hook = 'https://hooks.slack.example/T0/secret';
    for (const lines of [
      `{ critical: "${hook}" }`,
      `{ critical: ["${hook}"] }`,
      `{ critical: [{ slack: "${hook}" }] }`,
      '{ critical: [{ pagerduty: { secretArn: secret } }] }',
      `{ routes: [{ jobs: a, critical: { webhook: { secretArn: "${hook}" } } }] }`,
    ])
      expect(refusal(withTop(`notify: ${lines}`)).message).not.toMatch(/found .*secret"/);
  });
});
