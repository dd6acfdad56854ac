import { expect, it } from 'vitest';
import { refusal, withTop } from './parse.ts';

const tenMistakes = `
service: 9clipper
prometheus:
  url: http://prometheus.example.com:9090
  selector: env=prod
  auth: { bearerSecretArn: hunter2 }
jobs:
  clip_sync: { interval: 15 minutes }
  "nightly: backup":
    intervall: 1d
    failures: { warning: 60, critical: 50 }
  webhook_retry: { interval: 1m, queue: { colour: red }, paused: tomorrow }
notify: { warning: team }
`;

it('all ten mistakes of a configuration are reported, in the order of its lines', () => {
  const { message, problems } = refusal(tenMistakes);
  expect(`\n${message}\n`).toBe(`
jobwatch.yaml:2:10 service: found "9clipper", expected a name of at most 40 letters, digits and hyphens that begins with a letter, such as clipper
jobwatch.yaml:4:8 prometheus.url: found "http://prometheus.example.com:9090", expected https, or http to this machine or a private address, or allowPlainHttp: true
jobwatch.yaml:5:13 prometheus.selector: found "env=prod", expected label matchers such as env="prod",region=~"eu-.*"
jobwatch.yaml:6:28 prometheus.auth.bearerSecretArn: found a text of 7 characters, expected the ARN of a Secrets Manager secret such as arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf
jobwatch.yaml:8:26 jobs.clip_sync.interval: found "15 minutes", expected a duration such as 15m or 6h
jobwatch.yaml:10:5 jobs["nightly: backup"].intervall: found an unknown key, expected interval
jobwatch.yaml:11:26 jobs["nightly: backup"].failures.warning: found 60, expected a limit that is not above the critical one
jobwatch.yaml:12:43 jobs.webhook_retry.queue.colour: found an unknown key, expected one of growth, hold, size, criticalHold
jobwatch.yaml:12:66 jobs.webhook_retry.paused: found "tomorrow", expected true, false or an ISO date-time with a zone such as 2026-11-01T00:00:00Z
jobwatch.yaml:13:20 notify.warning: found "team", expected a mail address such as team@example.com, or a map such as { slack: { secretArn: "arn:aws:secretsmanager:…" } } or { topicArn: "arn:aws:sns:…" }, or a list of them
`);
  expect(problems).toHaveLength(10);
});

it('a missing key is reported where its map begins, or without a position at the top', () => {
  expect(refusal('jobs:\n  a:\n    queue: true').message).toBe(
    'jobwatch.yaml prometheus: found nothing, expected a map such as { url: "http://localhost:9090" }\n' +
      'jobwatch.yaml:2:3 jobs.a.interval: found nothing, expected a duration such as 15m or 6h, or instead of it a schedule such as "0 2 * * 1-5"',
  );
});

it.each([
  ['notfy', 'notify'],
  ['run_book', 'runbook'],
  ['Tags', 'tags'],
  ['prometeus', 'prometheus'],
  ['default', 'defaults'],
  ['source', 'sources'],
  [
    'constructor',
    'one of service, prometheus, sources, defaults, jobs, unlisted, maintenance, notify, deadMansSwitch, alarms, runbook, vpc, dashboard, tags, budget',
  ],
])('for the unknown key %s the message expects %s', (key, expected) => {
  expect(refusal(withTop(`${key}: {}`)).problems.map(p => p.expected)).toEqual([expected]);
});

it.each([
  ['a merge key', 'jobs:\n  a: &a { interval: 5m }\n  b: { <<: *a }', 'jobs.b["<<"]'],
  ['an unknown anchor', 'jobs:\n  a: *b', 'jobs.a'],
])('%s is one problem, and what is missing because of it is none', (_, jobs, path) => {
  const { problems } = refusal(`prometheus: { url: "http://localhost:9090" }\n${jobs}`);
  expect(problems.map(problem => problem.path)).toEqual([path]);
});

it('a long value is cut and its line breaks do not break the message', () => {
  const { message } = refusal(withTop(`service: "a\\n${'b'.repeat(100)}"`));
  expect(message).toContain(`found "a\\n${'b'.repeat(58)}…", expected`);
});
