import type { CorpusScenario } from '../scenario.ts';
import { failing, job, pod, raises } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';

const evilNames = [
  'quo"te',
  'back\\slash',
  'line\nfeed',
  'Grüße 🎬 任务',
  'a.*b|c(d)[e]{f}^$+?',
  'x'.repeat(200),
  '{job="x"} or up',
  "it's 100 % `odd`",
];

const failEvil = () =>
  pod(
    'a',
    evilNames.map(name => job(name, 5, { outcome: failing(60, 90) })),
  );

/** Until when the failures count, and between which minutes they are more than half. */
const evilMust = (failed: number, [from, until]: readonly [number, number]) =>
  evilNames.flatMap(name => [
    raises(failingAlert, name, { from: 60.1, until: failed }),
    raises(critical, name, { from, until }),
  ]);

const twoEnvironments = () => [
  pod('app:8080', [job('sync', 5, { outcome: failing(60, 90) })], { labels: { env: 'staging' } }),
  pod('app-2:8080', [job('sync', 5)], { labels: { env: 'prod' } }),
];

export const namingScenarios: readonly CorpusScenario[] = [
  {
    name: 'job names are hard to quote',
    hours: 2.5,
    jobs: Object.fromEntries(evilNames.map(name => [name, { interval: '5m' }])),
    pods: [failEvil()],
    must: evilMust(95.1, [65.1, 95.1]),
  },
  {
    name: 'names of unlisted jobs are hard to quote',
    hours: 2.5,
    jobs: { 'known "one"': { interval: '5m' } },
    pods: [failEvil(), pod('b', [job('known "one"', 5)])],
    // Jobwatch learns their rhythm from their runs.
    must: evilMust(95.1, [65.1, 95.1]),
  },
  {
    name: 'the selector excludes a failing environment',
    hours: 2.5,
    prometheus: { selector: 'env="prod"' },
    jobs: { sync: { interval: '5m' } },
    pods: twoEnvironments(),
  },
  {
    name: 'the selector includes the failing environment',
    hours: 2.5,
    prometheus: { selector: 'env=~"stag.*"' },
    jobs: { sync: { interval: '5m' } },
    pods: twoEnvironments(),
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 95.1 }),
      raises(critical, 'sync', { from: 65.1, until: 95.1 }),
    ],
  },
  {
    name: 'metrics and labels have other names',
    hours: 4,
    sources: {
      application: {
        job: 'task',
        runs: { counter: 'worker_runs_total', status: 'result' },
        lastSuccess: { gauge: 'worker_last_ok' },
        duration: { histogram: 'worker_run_seconds' },
        items: { counter: 'worker_things_total', status: 'result' },
        queue: { gauge: 'worker_backlog' },
      },
    },
    renames: {
      job_execution_duration_seconds: 'worker_run_seconds',
      job_execution: 'worker_runs',
      job_last_success_timestamp_seconds: 'worker_last_ok',
      job_items_processed: 'worker_things',
      job_queue_size: 'worker_backlog',
      'job_name=': 'task=',
      'status=': 'result=',
    },
    jobs: { sync: { interval: '5m' } },
    pods: [
      pod('a', [
        job('sync', 5, {
          outcome: failing(60, 200),
          durationSeconds: 650,
          items: { success: 1, failed: 1 },
          queue: () => 2000,
        }),
      ]),
    ],
    // A run takes 11 min. Those that start from 60 to 195 fail; the one from 55 ends at 65.8.
    must: [
      raises(failingAlert, 'sync', { from: 70.8, until: 215.8 }),
      raises(critical, 'sync', { from: 75.8, until: 215.8 }),
      raises('BackgroundJobNotRunning', 'sync', { from: 185.8, until: 210.8 }),
      raises('BackgroundJobHighDuration', 'sync', { from: 0.8, until: 'never' }),
      raises('BackgroundJobCriticalDuration', 'sync', { from: 0.8, until: 'never' }),
      raises('BackgroundJobHighItemFailureRate', 'sync', { from: 31.8, until: 'never' }),
      raises('BackgroundJobCriticalQueueSize', 'sync', { from: 0, until: 'never' }),
    ],
  },
  {
    name: 'a job has its own failure limits, windows and hold times',
    hours: 4,
    jobs: {
      sync: {
        interval: '1m',
        failures: {
          warning: 30,
          critical: 80,
          window: '30m',
          criticalWindow: '10m',
          hold: '10m',
          criticalHold: '2m',
        },
      },
    },
    pods: [
      pod('a', [
        job('sync', 1, {
          outcome: (_start, index) => {
            if (index < 60) return index >= 20 && index % 5 === 0 ? 'failed' : 'success';
            return index >= 100 && index < 130 ? 'failed' : 'success';
          },
        }),
      ]),
    ],
    // A fifth of the runs fails until 60, six in each 30; from 100 to 130 all: 10 of 30 at 109.
    must: [
      raises(failingAlert, 'sync', { from: 109.1, until: 150.1, hold: 10 }),
      raises(critical, 'sync', { from: 108.1, until: 131.1, hold: 2 }),
    ],
  },
];
