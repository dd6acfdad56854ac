import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { simulate } from '../../lib/simulator/simulate.ts';
import { runJobwatch } from '../cli/command-line.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const makeJob = (name: string) => ({ name, intervalSeconds: 300, durationSeconds: 6 });

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  const to = Math.floor(Date.now() / 60_000) * 60;
  const from = to - 30 * 3600;
  const jobs = [makeJob('a'), makeJob('b\u001b[2J')];
  const processes = [{ instance: 'app:1', startsAt: from - 3600, jobs }];
  const { openMetrics } = simulate({ from, to, scrapeSeconds: 30, seed: 1, processes });
  prometheus = await withPrometheus({ openMetrics: openMetrics() });
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await prometheus?.stop();
});

const makeConfig = (...jobs: string[]) =>
  `prometheus: { url: "${prometheus.url}" }\njobs:\n${jobs.map(job => `  ${job}: { interval: 5m, queue: false, items: false }\n`).join('')}`;

test('doctor says what is wrong, why it matters and what to do, and exits with 0 for a warning', async () => {
  const { status, stdout, stderr } = await runJobwatch(makeConfig('a'), 'doctor');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.replace(/at 2.*\n/, 'at …\n')).toBe(`Doctor of jobwatch at …

Source application, preset jobs: 2 jobs
  runs: job_execution_total (success)
  last success: job_last_success_timestamp_seconds
  durations: job_execution_duration_seconds_count, job_execution_duration_seconds_sum
  no items: failed items are not seen
  no queue: a growing queue is not seen

warning job-unlisted b\\u{1b}[2J
        Prometheus has a job that the configuration does not list: "b\\u001b[2J".
        Why it matters: It is judged by default limits, and shares alarms with other unlisted jobs.
        What to do: Add this line under "jobs:" and check its interval or schedule, which is learnt from its runs; or narrow the selector.
            "b\\u001b[2J": { interval: 5m }

info    staleness-loose a
        "a" would be late after 2 h; the longest time between two successes was 5 min.
        Why it matters: If such a job stops, it is reported later than necessary.
        What to do: Set a tighter limit for frequent jobs, or for all: 5 runs are enough.
          defaults:
            staleness: { warning: 5 runs }

AWS: not checked: no AWS credentials

0 errors, 1 warning, 1 note
`);
});

test('doctor exits with 1 for an error, and says the same as JSON', async () => {
  const config = makeConfig('a', '"b\\e[2J"', 'never');
  const { status, stdout } = await runJobwatch(config, 'doctor', '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'jobwatch',
    prometheus: { url: prometheus.url, checked: true },
    aws: { checked: false, reason: 'no AWS credentials' },
    sources: [{ name: 'application', preset: 'jobs', jobs: 2 }],
    findings: [
      { level: 'error', code: 'job-never-seen', jobs: ['never'] },
      { level: 'info', code: 'staleness-loose' },
    ],
  });
});

test('doctor exits with 2 if Prometheus is away', async () => {
  const config = 'prometheus: { url: "http://127.0.0.1:9" }\njobs:\n  a: { interval: 5m }\n';
  const { status, stdout } = await runJobwatch(config, 'doctor', '--format', 'json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout).prometheus.checked).toBe(false);
});
