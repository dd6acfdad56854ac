import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrometheusWithHistory } from '../../prometheus.ts';
import { runJobwatch } from '../command-line.ts';
import { end, isoAt, type JobName, playHistory, writeConfig } from '../history.ts';

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  prometheus = await playHistory();
});

afterAll(() => prometheus?.stop());

test('check says what breaches and since when each alarm is on, and exits with 1', async () => {
  const { status, stdout, stderr } = await check(['healthy', 'failing', 'stopped', 'nightly']);

  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "Jobs at 2026-04-07 08:00 UTC

    Job      Last success     Failed   P50   P95  Queue  Failed items  Runs/min
    healthy  3 min ago           0 %  10 s  10 s      -             -      0.16
    failing  1 h ago           100 %  10 s  10 s      -             -         1
    stopped  3 h 13 min ago      0 %     -     -      -             -         0
    nightly  1 h 10 min late     0 %  10 s  10 s      -             -   0.00028

    warning   failing: 100 % of runs fail, limit 5 %; on since 07:06 UTC
              (BackgroundJobFailing)
    critical  failing: 100 % of runs fail, limit 50 %; on since 07:07 UTC
              (BackgroundJobCriticalFailureRate)
    warning   stopped: no success for 3 h 13 min, limit 2 h; on since 06:56 UTC
              (BackgroundJobNotRunning)
    warning   nightly: due 08:50 Europe/Berlin, 1 h 10 min late, limit 1 h; on since
              08:00 UTC (BackgroundJobNotRunning)
    "
  `);
});

test('check exits with 0 if nothing breaches, and says so', async () => {
  const { status, stdout } = await check(['healthy']);

  expect(status).toBe(0);
  expect(stdout).toContain('Nothing breaches a limit.\n');
});

test('a listed job without any series cannot be judged, and check exits with 2', async () => {
  const { status, stdout } = await check(['healthy', 'failing', 'absent'], '--at', isoAt(30));

  expect(status).toBe(2);
  expect(stdout).toMatch(/^absent +unknown /m);
  expect(stdout).toContain('unknown   absent cannot be judged: no series of this job\n');
});

test('a job that has been absent for too long is reported without claiming that it ran', async () => {
  const { status, stdout } = await check(['absent']);

  expect(status).toBe(1);
  expect(stdout).toContain('absent: no series of this job (watched for 7 h 59 min), limit 2 h; on');
});

test('a job whose status values are not configured has no failure rate, and check exits with 2', async () => {
  const { status, stdout } = await check(['healthy', 'handmade'], '--at', isoAt(60));

  expect(status).toBe(2);
  expect(stdout).toMatch(/^handmade +unknown +- /m);
  expect(stdout).toContain(
    'unknown   handmade cannot be judged: its run status is not in the configuration\n',
  );
});

test('before the first sample nothing is called "never"', async () => {
  const { status, stdout } = await check(['healthy', 'absent'], '--at', isoAt(-1));

  expect(status).toBe(2);
  expect(stdout).toMatch(/^healthy +unknown /m);
  expect(stdout).not.toContain('never');
});

test('check says that a job has never succeeded, and how long it has been watched', async () => {
  const { status, stdout } = await check(['newborn'], '--at', isoAt(12));

  expect(status).toBe(0);
  expect(stdout).toMatch(/^newborn +never /m);
  expect(stdout).toContain('note      newborn: never succeeded (watched for 11 min)\n');
});

test('a job that should have succeeded by now has never succeeded, and has no age', async () => {
  const { status, stdout } = await check(['newborn']);

  expect(status).toBe(1);
  expect(stdout).toContain(
    'newborn: never succeeded (watched for 7 h 59 min), limit 2 h; on since',
  );
});

test('a limit that was exceeded just now shows when it sends a message', async () => {
  const { status, stdout } = await check(['stopped'], '--at', isoAt(410));

  expect(status).toBe(1);
  expect(stdout).toContain('; mails in 6 min if it\n          lasts (BackgroundJobNotRunning)');
});

test('a source that has stopped cannot be judged, and check exits with 2', async () => {
  const { status, stdout } = await check(['healthy'], '--at', isoAt(end + 60));

  expect(status).toBe(2);
  expect(stdout).toContain(
    'unknown   source application cannot be judged: its newest sample is from',
  );
  expect(stdout).toContain('unknown   healthy cannot be judged: source application is not fresh');
});

test('a Prometheus that cannot be reached is an error with status 2', async () => {
  const config = writeConfig('http://127.0.0.1:9', ['healthy']);
  const { status, stdout, stderr } = await runJobwatch(config, 'check');

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^Prometheus cannot be reached/);
});

test('an unlisted job is compared with the limit of its own rhythm', async () => {
  const config = writeConfig(prometheus.url, ['healthy']).replace('maximum: 0', 'maximum: 9');
  const { status, stdout } = await runJobwatch(config, 'check', '--at', isoAt(end));

  expect(status).toBe(1);
  expect(stdout).toMatch(/^stopped \(unlisted\) +3 h 13 min ago/m);
  expect(stdout).toMatch(/stopped: no success for 3 h 13 min, limit 2 h; on since/);
  expect(stdout).toContain('jobs that the config does not list');
});

test('a minute in the future is rejected', async () => {
  const { status, stderr } = await check(['healthy'], '--at', '2126-01-01');

  expect(status).toBe(2);
  expect(stderr).toMatch(/^--at: found 2126-01-01, which is in the future; expected now/);
});

test('a job is muted during its maintenance', async () => {
  const maintenance = `maintenance:
  - { jobs: ["stop*"], schedule: "0 7 * * *", duration: 2h, reason: "restore test" }
`;
  const config = writeConfig(prometheus.url, ['stopped']) + maintenance;
  const { status, stdout } = await runJobwatch(config, 'check', '--at', isoAt(end));

  expect(status).toBe(0);
  expect(stdout).toContain('stopped (maintenance)');
});

test('check as JSON has the same result as data', async () => {
  const { status, stdout } = await check(['healthy', 'nightly', 'absent'], '--format', 'json');
  const { jobs, ...rest } = JSON.parse(stdout);

  expect(status).toBe(1);
  expect(rest).toMatchObject({ at: isoAt(end), result: 'breach', warnings: [] });
  expect(rest.sources).toMatchObject([{ name: 'application', state: 'fresh', failures: [] }]);
  expect(jobs).toMatchObject([
    { job: 'healthy', source: 'application', unknown: null, breaches: [] },
    {
      job: 'nightly',
      due: '2026-04-07T06:50:00Z',
      breaches: [{ alert: 'BackgroundJobNotRunning', on: true, since: isoAt(end), limit: 3600 }],
    },
    { job: 'absent', lastSuccess: null, unknown: null, breaches: [{ on: true }] },
  ]);
});

async function check(jobs: readonly JobName[], ...args: string[]) {
  const moment = args.includes('--at') ? [] : ['--at', isoAt(end)];
  return runJobwatch(writeConfig(prometheus.url, jobs), 'check', ...moment, ...args);
}
