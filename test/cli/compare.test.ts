import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrometheusWithHistory } from '../prometheus.ts';
import { runJobwatch } from './command-line.ts';
import { end, isoAt, playHistory, writeConfig } from './history.ts';

let prometheus: PrometheusWithHistory;
let directory: string;

beforeAll(async () => {
  [prometheus, directory] = await Promise.all([
    playHistory(),
    mkdtemp(join(tmpdir(), 'jobwatch-compare-')),
  ]);
});

afterAll(async () => {
  await prometheus?.stop();
  await rm(directory, { recursive: true });
});

const both = () => writeConfig(prometheus.url, ['healthy', 'stopped']);
const one = () => writeConfig(prometheus.url, ['healthy']);

test('a job that is listed now adds its alarm and its message', async () => {
  const { status, stdout } = await compare(one(), both(), '--format', 'json');
  const { alarms, messages, ...span } = JSON.parse(stdout);

  expect(status).toBe(0);
  expect(span).toEqual({ from: isoAt(60), to: isoAt(end) });
  expect(alarms).toMatchObject([
    { change: 'added', job: 'stopped', alert: 'BackgroundJobNotRunning', before: [] },
  ]);
  expect(alarms[0].after).toEqual([{ from: isoAt(416), to: null, value: expect.any(Number) }]);
  expect(messages).toMatchObject({ before: 0, after: 1, removed: [] });
  expect(messages.added).toMatchObject([{ severity: 'warning', jobs: ['stopped'] }]);
});

test('a looser limit changes when an alarm fires', async () => {
  const looser = both().replace(
    '{ interval: 15m }',
    '{ interval: 15m, staleness: { warning: 150m } }',
  );
  const { stdout } = await compare(both(), looser);

  expect(stdout).toMatch(/^changed .*stopped {2}BackgroundJobNotRunning .*once, \d+ min$/m);
  expect(stdout).toMatch(/^1 message, before 1: 1 added, 1 removed$/m);
});

test('the same configuration changes nothing', async () => {
  const { status, stdout } = await compare(both(), both(), '--fail-on', 'any');

  expect(status).toBe(0);
  expect(stdout).toContain('Every alarm fires as before.');
  expect(stdout).toContain('1 message, before 1: 0 added, 0 removed');
});

test('a comparison is Markdown for a pull request', async () => {
  const { stdout } = await compare(both(), one(), '--format', 'markdown');

  expect(stdout).toMatch(/^### Jobwatch\n\nWhat this change does to the alarms of /);
  expect(stdout).toContain('| Change | Severity | Job | Alert | Before | After |\n| --- | --- |');
  expect(stdout).toContain('| removed | warning | stopped | BackgroundJobNotRunning | once, ');
  expect(stdout).toContain('<details><summary>Removed: 1</summary>');
});

test('options choose what makes a comparison fail', async () => {
  const fails = async (change: string) =>
    (await compare(both(), one(), '--fail-on', change)).status;

  expect([await fails('removed'), await fails('any'), await fails('added')]).toEqual([1, 1, 0]);
});

test('an option that needs a comparison is rejected without one', async () => {
  const { status, stderr } = await runJobwatch(one(), 'backtest', '--format', 'markdown');
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: '--format markdown: expected --compare with it\n',
  });
});

async function compare(before: string, after: string, ...args: string[]) {
  const old = join(directory, 'old.yaml');
  await writeFile(old, before);
  const span = ['--from', isoAt(60), '--to', isoAt(end)];
  return runJobwatch(after, 'backtest', '--compare', old, ...span, ...args);
}
