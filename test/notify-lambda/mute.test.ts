import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { watchMutes } from '../../lib/cli/watch-mutes.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { runJobwatch } from '../cli/command-line.ts';
import { type LocalAws, startLocalAws } from '../local-aws.ts';
import { type Account, openAccount } from './account.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const config = `
service: clipper
prometheus: { url: "http://127.0.0.1:9" }
jobs: { billing/sync: { interval: 15m }, billing/export: { interval: 1h }, clip_sync: { interval: 5m } }
maintenance:
  - { jobs: ["clip_*"], schedule: "* * * * *", duration: 5m, reason: "restore test" }
notify: { warning: [team@example.com], critical: [on@example.com] }
`;

function readConfig() {
  return parseConfig(config, { file: 'x', baseDirectory: '/', readFile: () => '' });
}

let aws: LocalAws;
let account: Account;

beforeAll(async () => {
  aws = await startLocalAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  account = await openAccount(aws, { config: readConfig(), confirmed: [] });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await account?.stop();
  await aws?.stop();
});

test('status says that nothing is on', async () => {
  expect(await runJobwatch(config, 'status')).toEqual({
    ...{ status: 0, stdout: 'clipper: no alarm is on\n', stderr: '' },
  });
});

describe('a mute', () => {
  test('has an end, a reason, and a person', async () => {
    const { status, stdout, stderr } = await mute('billing/*', '2h', 'new gateway');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^billing\/\* is muted until \d{4}-\d\d-\d\d \d\d:\d\d UTC by arn:aws:sts::123456789012:\S+: new gateway\nIt covers 2 of 3 listed jobs\.\n$/,
    );
  });

  test('is shown by the preview, which does not wait for it', async () => {
    const mutes = watchMutes(readConfig(), { now: () => Date.now() / 1_000 });
    mutes.start();
    expect(mutes.list()).toEqual([]);
    await expect
      .poll(mutes.list, { timeout: 10_000 })
      .toMatchObject([
        { pattern: 'billing/*', who: expect.stringMatching(/^arn:aws:sts/), reason: 'new gateway' },
      ]);
    mutes.stop();
  });

  test('is not searched for without an account, and the preview does not mention it', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    let asked = 0;
    const { openDeployedService } = await import('../../lib/deployed/deployed-service.ts');
    const open = async (all: Config) => {
      const deployed = openDeployedService(all);
      const readMutes = (at: number) => deployed.readMutes(at).finally(() => asked++);
      return { ...deployed, readMutes };
    };
    const mutes = watchMutes(readConfig(), { now: () => Date.now() / 1_000, open });
    mutes.start();
    await expect.poll(() => asked).toBe(1);
    expect(mutes.list()).toEqual([]);
    vi.stubEnv('AWS_ACCESS_KEY_ID', aws.environment.AWS_ACCESS_KEY_ID);
  });

  test('is shown in the status, beside maintenance, and the alarm still counts', async () => {
    await account.change('clipper/billing/sync/BackgroundJobFailing', 'ALARM');
    await account.change('clipper/clip_sync/BackgroundJobCriticallyStale', 'ALARM');
    await account.change('clipper/SourceUnreachable', 'ALARM');
    const { status, stdout } = await runJobwatch(config, 'status', '--format', 'json');
    expect(status).toBe(1);
    const { alarms, mutes } = JSON.parse(stdout);
    expect(alarms).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ job: 'billing/sync', muted: true, reason: 'new gateway' }),
        expect.objectContaining({ job: 'clip_sync', muted: true, reason: 'restore test' }),
        expect.objectContaining({ job: null, alert: 'SourceUnreachable', muted: false }),
      ]),
    );
    expect(alarms).toHaveLength(3);
    expect(mutes).toMatchObject([{ pattern: 'billing/*', reason: 'new gateway' }]);
    const { stdout: table } = await runJobwatch(config, 'status');
    expect(table).toContain('no, muted until');
    expect(table).toContain('billing/* is muted until');
  });

  test('replaces one with the same pattern', async () => {
    await mute('billing/*', '1d', 'still the gateway');
    const { stdout } = await runJobwatch(config, 'status', '--format', 'json');
    expect(JSON.parse(stdout).mutes).toMatchObject([{ reason: 'still the gateway' }]);
  });

  test('is one JSON object with --format json, with the jobs that it covers', async () => {
    const text = 'billing/* --for 1d --reason gateway --format json';
    const { status, stdout } = await runJobwatch(config, 'mute', ...text.split(' '));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ pattern: 'billing/*', reason: 'gateway', jobs: ['billing/sync', 'billing/export'] },
      ...{ since: expect.stringMatching(/Z$/), until: expect.stringMatching(/Z$/) },
      who: expect.stringContaining('arn:aws'),
    });
  });

  test('ends at once with unmute', async () => {
    const ended = await runJobwatch(config, 'unmute', 'billing/*', '--format', 'json');
    expect(ended).toMatchObject({ status: 0, stdout: '{"pattern":"billing/*"}\n' });
    const { status, stderr } = await runJobwatch(config, 'unmute', 'billing/*');
    expect(status).toBe(2);
    expect(stderr).toContain('"billing/*" is not muted; there is none');
  });

  test.each([
    ['biling/sync', '2h', 'x', 'no listed job matches "biling/sync"; did you mean billing/sync?'],
    ['clip_sync', '2', 'x', '--for: found "2", expected a duration from 1m to 31d'],
    ['clip_sync', '60d', 'x', '--for: found "60d"'],
    ['clip_sync', '2h', ' ', '--reason: found 0 characters'],
  ])('of %s for %s because of "%s" is rejected', async (pattern, time, reason, message) => {
    const { status, stderr } = await mute(pattern, time, reason);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('of a service that is not deployed is rejected with a message', async () => {
    const other = config.replace('service: clipper', 'service: other');
    const { status, stderr } = await runJobwatch(other, 'status');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^other is not deployed in this account and region/);
  });
});

function mute(pattern: string, time: string, reason: string) {
  return runJobwatch(config, 'mute', pattern, '--for', time, '--reason', reason);
}
