import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runJobwatch } from '../command-line.ts';

test('mail prints the mail and a note that its values are examples', () => {
  const { stdout, stderr, status } = mail('--alert', 'BackgroundJobFailing', '--job', 'clip_sync');

  expect(stdout).toMatch(
    /^From: Jobwatch clipper warning <no-reply@sns\.amazonaws\.com>\nSubject: /,
  );
  expect(stdout.trimEnd().split('\n').at(-1)).toContain('values are examples');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('an alarm on Jobwatch itself needs no job', () => {
  expect(mail('--alert', 'SourceUnreachable').stdout).toContain('clipper/SourceUnreachable');
  expect(mail('--alert', 'NotReporting').stdout).toContain('clipper/NotReporting');
});

test('without an alert, mail prints one of each message that the notifier sends', () => {
  const { stdout, stderr, status } = mail();

  expect(stdout).toMatch(/^=== One job fails ===\n\nSubject: \[warning\] clip_sync is failing: /);
  for (const title of ['A bad deploy', 'A reminder', 'Several jobs are fine again']) {
    expect(stdout).toContain(`\n=== ${title} ===\n\nSubject: [`);
  }
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('with --format json, mail prints the same as one JSON value', () => {
  const read = (...args: readonly string[]) => JSON.parse(mail(...args, '--format', 'json').stdout);

  expect(read('--message', 'one job fails')).toContainEqual({
    message: 'One job fails',
    payload: {
      subject: expect.stringMatching(/^\[warning\] clip_sync is failing: /),
      body: expect.stringContaining('Runbook: '),
    },
  });
  expect(read('--job', 'clip_sync')).toContain('BackgroundJobFailing');
  expect(read('--alert', 'SourceUnreachable')).toMatchObject({
    subject: expect.stringContaining('clipper/SourceUnreachable'),
    body: expect.any(String),
  });
});

test('no example speaks of more jobs than there are, however few the configuration has', async () => {
  const config = 'prometheus: { url: "http://localhost:9090" }\njobs: { a: { interval: 5m } }\n';
  const { stdout } = await runJobwatch(config, 'mail');

  const counts = [...stdout.matchAll(/(\d+) of (\d+) jobs/g)].map(([, some, all]) => [some, all]);
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.filter(([some, all]) => Number(some) > Number(all))).toEqual([]);
});

test.each([
  ['slack', { blocks: expect.arrayContaining([expect.objectContaining({ type: 'header' })]) }],
  ['pagerduty', [{ event_action: 'trigger' }]],
  ['webhook', { version: 1, service: 'clipper' }],
])('mail prints as JSON what %s gets', (channel, payload) => {
  const { stdout, status } = mail('--channel', channel, '--message', 'bad deploy');

  expect(JSON.parse(stdout)).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject([{ message: 'A bad deploy', payload }]);
  expect(status).toBe(0);
});

test('with a job but no alert, mail lists the alerts of the job', () => {
  expect(mail('--job', 'reputation_tasks').stdout).toMatch(/^(BackgroundJob\w+\n)+$/);
});

test.each([
  [
    'an alert that does not exist',
    ['--alert', 'Nothing'],
    /--alert: found "Nothing"; expected one of\n {2}NotReporting\n/,
  ],
  [
    'an alert with a typing error',
    ['--alert', 'BackgroundJobFailng'],
    /--alert: found "BackgroundJobFailng"; did you mean BackgroundJobFailing\?\n$/,
  ],
  [
    'a job that has no such alarm',
    ['--alert', 'BackgroundJobQueueGrowing', '--job', 'reputation_tasks'],
    /--job: found "reputation_tasks", expected .*: clip_sync, webhook_retry, embedding_generation\n$/,
  ],
  [
    'a message that is never sent',
    ['--message', 'Nothing'],
    /--message: found "Nothing", expected a part of one of these: one job fails; /,
  ],
  ['no job if one is needed', ['--alert', 'BackgroundJobFailing'], /--job: found none, expected/],
])('mail rejects %s with one message and status 2', (_, args, message) => {
  const { stdout, stderr, status } = mail(...args);

  expect(stderr).toMatch(message);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
});

function mail(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bin/jobwatch.ts', 'mail', ...args], { encoding: 'utf8' });
}
