import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrometheusWithHistory } from '../../prometheus.ts';
import { runJobwatch } from '../command-line.ts';
import { end, isoAt, type JobName, playHistory, writeConfig } from '../history.ts';

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  prometheus = await playHistory();
});

afterAll(() => prometheus?.stop());

test('backtest as JSON has the alarms and the messages that would have been sent', async () => {
  const { status, stdout, stderr } = await backtest(['healthy', 'stopped'], '--format', 'json');
  const { alarms, notifications, ...rest } = JSON.parse(stdout);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(rest).toEqual({ from: isoAt(60), to: isoAt(end), stepSeconds: 60 });
  expect(alarms.filter(hasAlarm)).toMatchObject([
    { alert: 'BackgroundJobNotRunning', job: 'stopped', severity: 'warning' },
  ]);
  expect(notifications).toEqual([
    {
      at: isoAt(417),
      severity: 'warning',
      subject: expect.stringMatching(/^\[warning\] stopped /),
      jobs: ['stopped'],
    },
  ]);
});

test('an alarm that was on before the span began before it', async () => {
  const { stdout } = await backtest(['stopped'], '--from', isoAt(450));

  expect(stdout).toContain('before 04-07 07:30  over 30 min so far  stopped  NotRunning');
  expect(stdout).toContain('0 mails in 30 min\n');
});

test('the value of an alarm is the worst while it was on, not the first', async () => {
  const { stdout } = await backtest(['stopped', 'failing']);

  expect(stdout).toMatch(/ stopped +NotRunning +3 h 13 min$/m);
  expect(stdout).toMatch(/ failing +Failing +100 %$/m);
});

test('a range without data is not reported as one without alarms, and exits with 2', async () => {
  const past = ['--from', isoAt(-120), '--to', isoAt(-60)];
  const { status, stdout } = await runJobwatch(config(['healthy']), 'backtest', ...past);

  expect(status).toBe(2);
  expect(stdout).toContain('Prometheus has no data for this time.\n');
  expect(stdout).not.toMatch(/No alarm|mails/);
});

test('a listed job without series in the range is named', async () => {
  const { stdout } = await backtest(['healthy', 'absent']);

  expect(stdout).toContain('warning: no series of absent in this range\n');
});

test('a range that continues after the newest sample says how its jobs are judged from there on', async () => {
  const longer = ['--from', isoAt(60), '--to', isoAt(end + 30)];
  const { stdout } = await runJobwatch(config(['healthy']), 'backtest', ...longer);

  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'warning: the newest sample of source application is from 2026-04-07 07:59 UTC: its jobs are judged as if their targets had stopped then',
  );
});

test('a span with an alarm exits with 1 if an option says so', async () => {
  expect(await backtest(['stopped'], '--fail-on-alarm')).toMatchObject({ status: 1 });
  expect(await backtest(['healthy'], '--fail-on-alarm')).toMatchObject({ status: 0 });
});

test('an end in the future is cut to now, with a note on stderr only', async () => {
  const now = ['--from', '-10m', '--to', '2126-01-01', '--format', 'json'];
  const { status, stdout, stderr } = await runJobwatch(config(['healthy']), 'backtest', ...now);

  // there is no data for the last ten minutes
  expect(status).toBe(2);
  expect(stderr).toMatch(/^--to: 2126-01-01 is in the future; the range ends now, /);
  expect(JSON.parse(stdout).alarms).toEqual([]);
});

test('a span that ends before it begins is rejected', async () => {
  const { status, stderr } = await backtest(['healthy'], '--from', isoAt(end));

  expect(status).toBe(2);
  expect(stderr).toBe(`--from: found ${isoAt(end)}, expected a time before --to (${isoAt(end)})\n`);
});

type Row = Readonly<{ transitions: readonly Readonly<{ state: string }>[] }>;

function hasAlarm({ transitions }: Row): boolean {
  return transitions.some(({ state }) => state === 'ALARM');
}

function config(jobs: readonly JobName[]): string {
  return writeConfig(prometheus.url, jobs);
}

async function backtest(jobs: readonly JobName[], ...args: string[]) {
  const from = args.includes('--from') ? [] : ['--from', isoAt(60)];
  return runJobwatch(config(jobs), 'backtest', ...from, '--to', isoAt(end), ...args);
}
