import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrometheusWithHistory } from '../../prometheus.ts';
import { runJobwatch } from '../command-line.ts';
import { end, isoAt, playHistory, writeConfig } from '../history.ts';

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  prometheus = await playHistory();
});

afterAll(() => prometheus?.stop());

test('an alert on failures is explained by its runs, its rule and what would end it', async () => {
  const alert = 'BackgroundJobCriticalFailureRate';
  const { status, stdout, stderr } = await explain('failing', '--alert', alert);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^failing at 2026-04-07 08:00 UTC\n\n/);
  expect(stdout).toContain(`${alert}: on since 07:07 UTC\n`);
  expect(stdout).toContain('FailureRatePercent is 100 %; the limit is 50 %.\n');
  expect(stdout).toMatch(/Of \d+ runs since \d\d:\d\d UTC, 60 failed\.\n/);
  expect(stdout).toContain('3 runs in a row that failed; there are 60 now.\n');
  expect(stdout).toMatch(
    /It ends after \d+ runs in a row of which none failed \(there are 0 now\)/,
  );
  expect(stdout).toMatch(/^ +Last runs {2}Failed {2}Enough\n +5 +5 +-\n +10 +10 +\d+\n/m);
  expect(stdout).toMatch(/^ +Ended \(UTC\) +Failed {2}Good {2}Other\n/m);
  expect(stdout).toMatch(/^ +2026-04-07 08:00 +1 +0 +0\n$/m);
});

test('an alert on staleness is explained by the last successes', async () => {
  const { stdout } = await explain('stopped');

  expect(stdout).toMatchInlineSnapshot(`
    "stopped at 2026-04-07 08:00 UTC

    BackgroundJobNotRunning: on since 06:56 UTC
       SecondsSinceSuccess is 3 h 13 min; the limit is 2 h.
       It runs every 15 min.
       It last succeeded at 04:46 UTC, 3 h 13 min ago.
       A success ends it.

       Succeeded (UTC)   Known at
       2026-04-07 02:01  2026-04-07 02:02
       2026-04-07 02:16  2026-04-07 02:17
       2026-04-07 02:31  2026-04-07 02:32
       2026-04-07 02:46  2026-04-07 02:47
       2026-04-07 03:01  2026-04-07 03:02
       2026-04-07 03:16  2026-04-07 03:17
       2026-04-07 03:31  2026-04-07 03:32
       2026-04-07 03:46  2026-04-07 03:47
       2026-04-07 04:01  2026-04-07 04:02
       2026-04-07 04:16  2026-04-07 04:17
       2026-04-07 04:31  2026-04-07 04:32
       2026-04-07 04:46  2026-04-07 04:47
    "
  `);
});

test('a scheduled job is explained by when it was due', async () => {
  const { stdout } = await explain('nightly', '--alert', 'BackgroundJobNotRunning');

  expect(stdout).toContain('It runs at "50 8 * * *" in Europe/Berlin');
  expect(stdout).toContain('It is due 08:50 Europe/Berlin, 1 h 10 min late.');
});

test('without an alert, all alerts of a healthy job are explained', async () => {
  const { status, stdout } = await explain('healthy', '--format', 'json');
  const { alerts } = JSON.parse(stdout);

  expect(status).toBe(0);
  expect(alerts.map(({ alert }: { alert: string }) => alert)).toContain(
    'BackgroundJobHighDuration',
  );
  expect(alerts.map(({ state }: { state: string }) => state)).toContain('off');
});

test('the explanation of a job without series does not say that it never succeeded', async () => {
  const config = writeConfig(prometheus.url, ['absent']);
  const options = ['--alert', 'BackgroundJobNotRunning', '--at', isoAt(30)];
  const { status, stdout, stderr } = await runJobwatch(config, 'explain', 'absent', ...options);

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'absent cannot be judged: no series of this job\n',
  });
  expect(stdout).toContain('Prometheus has no series of this job (watched for 29 min).\n');
});

test('a job that does not exist is rejected with the nearest name', async () => {
  const { status, stderr } = await explain('helthy');

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'there is no job "helthy"; did you mean healthy?\n',
  });
});

async function explain(...args: string[]) {
  const config = writeConfig(prometheus.url, ['healthy', 'failing', 'stopped', 'nightly']);
  return runJobwatch(config, 'explain', ...args, '--at', isoAt(end));
}
