import { expect, test } from 'vitest';
import type { AlarmHistory } from '../../lib/alarms/alarm-histories.ts';
import { planJobAlarms } from '../../lib/checks/index.ts';
import { planNotifications } from '../../lib/cli/notifications.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { makeFacts, makeRun } from '../checks/facts.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const span = { from: 0, to: 2 * day };

const jobs = `prometheus: { url: "http://localhost:9090" }
jobs:
  clip_sync: { interval: 15m }
  digest: { interval: 1h }
`;

test('an alarm that begins and ends creates two messages, even without recipients', () => {
  const sent = plan(jobs, [turnOn('clip_sync', 'BackgroundJobFailing', hour, 2 * hour)]);
  expect(sent).toMatchObject([
    { severity: 'warning', jobs: ['clip_sync'], subject: expect.stringMatching(/^\[warning\] /) },
    { severity: 'warning', jobs: ['clip_sync'], subject: expect.stringMatching(/^\[ok\] /) },
  ]);
});

test('two jobs that break in the same minute share a message', () => {
  const both = ['clip_sync', 'digest'].map(job => turnOn(job, 'BackgroundJobFailing', hour));
  expect(plan(jobs, both, { from: 0, to: 2 * hour })).toMatchObject([
    { jobs: ['clip_sync', 'digest'] },
  ]);
});

test('a message that goes to several destinations is counted once', () => {
  const several = `${jobs}notify: { warning: [a@example.com, { slack: { secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-abcdef" } }] }\n`;
  const on = [turnOn('clip_sync', 'BackgroundJobFailing', hour, 2 * hour)];
  expect(plan(several, on)).toHaveLength(2);
});

test('an alarm that is still on is repeated as configured', () => {
  const remind = `${jobs}notify: { warning: [a@example.com], remind: { warning: 12h } }\n`;
  const on = [turnOn('clip_sync', 'BackgroundJobFailing', hour)];
  expect(plan(remind, on).length).toBe(1 + 3);
});

test('an alarm that began before the span creates no message', () => {
  const on = [turnOn('clip_sync', 'BackgroundJobFailing', hour)];
  expect(plan(jobs, on, { from: 2 * hour, to: 4 * hour })).toEqual([]);
});

test('alarms during maintenance create no messages', () => {
  const quiet = `${jobs}maintenance:
  - { jobs: ["clip_*"], schedule: "0 0 * * *", duration: 3h, reason: "restore" }
`;
  const on = [turnOn('clip_sync', 'BackgroundJobFailing', hour, 2 * hour)];
  expect(plan(quiet, on)).toEqual([]);
});

test('a message says what was known about the job at its time', () => {
  const { fleet } = parse(jobs);
  const facts = makeFacts({
    seen: { from: 0, to: 2 * day },
    runs: [
      makeRun(hour - 900, { succeeded: 1 }),
      makeRun(hour, { failed: 1 }),
      makeRun(day, { failed: 1 }),
    ],
  });
  const findJob = (name: string) => {
    const job = fleet.jobs.find(one => one.name === name);
    return job && { job, facts };
  };
  const failing = turnOn('clip_sync', 'BackgroundJobFailing', hour);
  const late = turnOn('digest', 'BackgroundJobNotRunning', 5 * hour);
  const sent = planNotifications(parse(jobs), [failing, late], { from: 0, to: 6 * hour, findJob });
  expect(sent.map(({ subject }) => subject)).toEqual([
    '[warning] clip_sync is failing: 1 of 2 runs in the last hour',
    '[warning] digest is late: it has never succeeded',
  ]);
});

function plan(text: string, alarms: readonly AlarmHistory[], within = span) {
  return planNotifications(parse(text), alarms, within);
}

function parse(text: string): Config {
  return parseConfig(text, { file: 'jobwatch.yaml', baseDirectory: '/', readFile: () => '' });
}

function turnOn(job: string, alert: string, from: number, to?: number): AlarmHistory {
  const { fleet } = parse(jobs);
  const known = fleet.jobs.find(({ name }) => name === job);
  const spec = known && planJobAlarms(known).find(one => one.alert === alert);
  if (spec === undefined) throw new RangeError(`${job} has no alert ${alert}`);
  const change = (at: number, state: 'ALARM' | 'OK') => ({ at, state, value: 9, threshold: 5 });
  const end = to === undefined ? [] : [change(to, 'OK')];
  return { spec, transitions: [change(minute, 'OK'), change(from, 'ALARM'), ...end] };
}
