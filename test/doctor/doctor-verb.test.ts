import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { simulate } from '../../lib/simulator/simulate.ts';
import { runJobwatch } from '../cli/command-line.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const jobOf = (name: string) => ({ name, intervalSeconds: 300, durationSeconds: 6 });

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  const to = Math.floor(Date.now() / 60_000) * 60;
  const from = to - 30 * 3600;
  const jobs = [jobOf('a'), jobOf('b\u001b[2J')];
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

const configOf = (...jobs: string[]) =>
  `prometheus: { url: "${prometheus.url}" }\njobs:\n${jobs.map(job => `  ${job}: { interval: 5m, queue: false, items: false }\n`).join('')}`;

test('doctor says what is wrong, why it matters and what to do, and exits with 0 for a warning', async () => {
  const { status, stdout, stderr } = await runJobwatch(configOf('a'), 'doctor');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.replace(/at 2.*\n/, 'at …\n')).toBe(`Doctor of jobwatch at …

warning job-unlisted b\\u{1b}[2J
        Prometheus knows a job that the config does not list: "b\\u001b[2J".
        Why it matters: They are measured by defaults, alarmed together. Nine further metrics are sent meanwhile.
        What to do: Add these lines under "jobs:" and correct the intervals, which are guessed from the longest time between two successes; or narrow prometheus.selector.
            "b\\u001b[2J": { interval: 5m, queue: false, items: false }

AWS: not checked: no AWS credentials

0 errors, 1 warning, 0 notes
`);
});

test('doctor exits with 1 for an error, and says the same as JSON', async () => {
  const config = configOf('a', '"b\\e[2J"', 'never');
  const { status, stdout } = await runJobwatch(config, 'doctor', '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'jobwatch',
    prometheus: { url: prometheus.url, checked: true },
    aws: { checked: false, reason: 'no AWS credentials' },
    findings: [{ level: 'error', code: 'job-never-seen', jobs: ['never'] }],
  });
});

test('doctor exits with 2 where Prometheus is away', async () => {
  const config = 'prometheus: { url: "http://127.0.0.1:9" }\njobs:\n  a: { interval: 5m }\n';
  const { status, stdout } = await runJobwatch(config, 'doctor', '--format', 'json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout).prometheus.checked).toBe(false);
});
