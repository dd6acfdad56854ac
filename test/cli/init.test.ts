import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askUrl, type Terminal } from '../../lib/cli/init/ask-url.ts';
import { type InitOptions, runInit } from '../../lib/cli/init/run-init.ts';
import { loadConfig } from '../../lib/config/load.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import type { SimulatedJob } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { record } from './recording-screen.ts';

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400] as const;

/** Prometheus was watched until now, on a whole minute. */
const end = Math.floor(Date.now() / 1000 / MINUTE) * MINUTE;

const job = (name: string, seconds: number, more: Partial<SimulatedJob> = {}): SimulatedJob => ({
  name,
  intervalSeconds: seconds,
  firstRunAt: end - 100,
  durationSeconds: 6,
  ...more,
});

const application = simulate({
  from: end - 20 * HOUR,
  to: end,
  scrapeSeconds: 30,
  seed: 3,
  processes: [
    {
      instance: 'app:1',
      startsAt: end - 100 * HOUR,
      jobs: [
        job('clip_sync', 15 * MINUTE, { queue: () => 3, items: { success: 10, failed: 0 } }),
        job('webhook retry', MINUTE),
        job('newborn', DAY, { firstRunAt: end - HOUR }),
      ],
    },
  ],
});

/** A CronJob with its own schedule, and a Sidekiq worker that has run every 5 min. */
function* writeOthers(): Generator<string> {
  const workers = (time: number) => 1000 + Math.floor((time - end) / (5 * MINUTE));
  const series: [string, (time: number) => number][] = [
    ['up{job="ksm",instance="ksm:1"}', () => 1],
    ['up{job="rails",instance="rails:1"}', () => 1],
    [
      'kube_cronjob_info{job="ksm",instance="ksm:1",namespace="ops",cronjob="backup",schedule="0 2 * * *",timezone="Europe/Berlin"}',
      () => 1,
    ],
    [
      'kube_cronjob_status_last_successful_time{job="ksm",instance="ksm:1",namespace="ops",cronjob="backup"}',
      time => time - (time % DAY),
    ],
    [
      'sidekiq_jobs_success_total{job="rails",instance="rails:1",queue="default",worker="Mailer"}',
      workers,
    ],
  ];
  for (const [name, valueAt] of series) {
    for (let time = end - 20 * HOUR; time <= end; time += 30) {
      yield `${name} ${valueAt(time)} ${time}\n`;
    }
  }
  const weekday = 'job="rails",instance="rails:1",queue="default",worker="Weekday"';
  for (let time = end - 30 * DAY; time <= end; time += 5 * MINUTE) {
    yield `sidekiq_jobs_success_total{${weekday}} ${countWeekdays(time)} ${time}\n`;
  }
  yield '# EOF\n';
}

/** Runs of a job that has succeeded at 02:31 UTC of each weekday for years. */
function countWeekdays(time: number): number {
  // 1970-01-05 was a Monday
  const days = Math.floor((time - 4 * DAY - 151 * MINUTE) / DAY);
  return 5 * Math.floor(days / 7) + Math.min(5, (days % 7) + 1);
}

function* joinHistories(): Generator<string> {
  for (const text of application.openMetrics()) yield text.replace('# EOF\n', '');
  yield* writeOthers();
}

let prometheus: PrometheusWithHistory;
let directory: string;

beforeAll(async () => {
  prometheus = await withPrometheus({ openMetrics: joinHistories() });
});

afterAll(() => prometheus?.stop());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-init-'));
  return () => rm(directory, { recursive: true });
});

test('init writes each job that it finds, with its rhythm and the reason for it', async () => {
  await init();
  const { fleet } = await loadConfig(join(directory, 'jobwatch.yaml'));
  const text = await read('jobwatch.yaml');

  expect(fleet.sources.map(({ name, preset }) => `${name}: ${preset}`)).toEqual([
    'application: jobs',
    'kubernetes-cronjobs: kubernetes-cronjobs',
    'sidekiq: sidekiq',
  ]);
  expect(text).toMatch(/^ {2}clip_sync: \{ interval: 15m \} # learnt from \d+ runs since 20/m);
  expect(text).toMatch(/^ {2}"webhook retry": \{ interval: 1m, queue: false, items: false \} #/m);
  expect(text).toMatch(
    /^ {2}newborn: \{ interval: 1h, .* # a guess, correct it: too few, 2 runs since 20/m,
  );
  expect(text).toMatch(
    /^ {2}ops\/backup: \{ schedule: "0 2 \* \* \*", timezone: Europe\/Berlin, source: kubernetes-cronjobs \} # as kube_cronjob_info says$/m,
  );
  expect(text).toMatch(
    /^ {2}default\/Weekday: \{ schedule: "30 2 \* \* 1-5", source: sidekiq \} # learnt from \d+ runs/m,
  );
  expect(text).toMatch(/^ {2}default\/Mailer: \{ interval: 5m, source: sidekiq \} #/m);
});

test('init lists what each exporter reports about its jobs', async () => {
  await init();

  expect(await read('jobwatch.yaml')).toContain(`
  application:
    # runs: job_execution_total (success)
    # last success: job_last_success_timestamp_seconds
    # durations: job_execution_duration_seconds_count, job_execution_duration_seconds_sum
    # items: job_items_processed_total (failed, success)
    # queue: job_queue_size
    preset: jobs
`);
});

test('init runs doctor, and says what it costs in both modes, which one is recommended and what to do next', async () => {
  const said = await init();

  expect(said).toContain('Found 3 jobs: The metrics of the original dashboard');
  expect(said).toContain(`Wrote ${join(directory, 'jobwatch.yaml')}, jobwatch-app.mjs, cdk.json`);
  expect(said).toMatch(/Doctor of jobwatch-init-\w+ at /);
  expect(said).toMatch(/ {2}- {2}alarms: alert: \$\d+\.\d\d/);
  expect(said).toMatch(/ {2}- {2}alarms: job: \$\d+\.\d\d/);
  expect(said).toMatch(/ {2}- {2}With fewer than 20 jobs we recommend "alarms: alert"/);
  expect(said).toMatch(/ {2}\d\. {2}See what it would have sent last week/);
});

test('init writes a CDK app if there is none, and leaves an existing one unchanged', async () => {
  await init();
  expect(await readdir(directory)).toEqual(['cdk.json', 'jobwatch-app.mjs', 'jobwatch.yaml']);
  expect(JSON.parse(await read('cdk.json')).app).toBe('node jobwatch-app.mjs');

  await rm(join(directory, 'jobwatch.yaml'));
  await rm(join(directory, 'jobwatch-app.mjs'));
  await writeFile(join(directory, 'cdk.json'), '{}');
  expect(await init()).toContain('There is already a cdk.json');
  expect(await readdir(directory)).toEqual(['cdk.json', 'jobwatch.yaml']);
  expect(await read('cdk.json')).toBe('{}');
});

test.each([
  ['that init wrote before', 'node jobwatch-app.mjs'],
  ['of a clone', 'node bin/app.ts'],
])('init says how the CDK app %s deploys another configuration', async (_whose, app) => {
  await writeFile(join(directory, 'cdk.json'), JSON.stringify({ app }, null, 2));
  const said = await init(prometheus.url, { file: join(directory, 'farm.yaml') });
  expect(said).toMatch(/deploy\s+-c\s+config=\S*farm\.yaml/);
});

test('init never overwrites a configuration', async () => {
  await writeFile(join(directory, 'jobwatch.yaml'), 'mine');

  await expect(init()).rejects.toThrow('already exists, and jobwatch init overwrites nothing');
  expect(await readdir(directory)).toEqual(['jobwatch.yaml']);
  expect(await read('jobwatch.yaml')).toBe('mine');
});

test("init rejects a URL that no configuration accepts, with the configuration's message", async () => {
  await expect(init('http://prometheus.example.com')).rejects.toThrow(
    '--prometheus: found "http://prometheus.example.com", expected https, or http to this machine',
  );
  expect(await readdir(directory)).toEqual([]);
});

test('init says if Prometheus has no metrics of jobs, and writes nothing', async () => {
  const empty = await withPrometheus({ openMetrics: `up{job="a"} 1 ${end}\n# EOF\n` });
  await expect(init(empty.url)).rejects.toThrow('has no metrics of jobs that Jobwatch knows');
  await empty.stop();
  expect(await readdir(directory)).toEqual([]);
});

test("init says if a Prometheus does not answer, with the client's message", async () => {
  await expect(init('http://127.0.0.1:9')).rejects.toThrow(PrometheusError);
  expect(await readdir(directory)).toEqual([]);
});

test('init asks for the URL on a terminal', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const terminal = { input, output } as unknown as Terminal;
  input.write('http://prometheus.internal:9090\n');

  expect(await askUrl(terminal)).toBe('http://prometheus.internal:9090');
  expect(String(output.read())).toContain('URL of your Prometheus [http://localhost:9090]: ');
});

test('init asks nothing in a pipe', () => {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'jobwatch.ts');
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, 'init'], {
    encoding: 'utf8',
    cwd: directory,
    input: '',
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('--prometheus: found nothing, expected the URL of a Prometheus');
});

function init(url = prometheus.url, more: Partial<InitOptions> = {}): Promise<string> {
  const options = { url, file: join(directory, 'jobwatch.yaml'), now: end, ...more };
  return record(500, screen => runInit(screen, options));
}

async function read(name: string): Promise<string> {
  return readFile(join(directory, name), 'utf8');
}
