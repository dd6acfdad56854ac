import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, failing, job, pod, raises } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';
const notRunning = 'BackgroundJobNotRunning';

export const failureScenarios: readonly CorpusScenario[] = [
  {
    name: 'a 1-min job fails every run for half an hour',
    hours: 3,
    jobs: { sync: { interval: '1m' } },
    pods: [pod('a', [job('sync', 1, { outcome: failing(60, 90) })])],
    // Critical: 3 of the 5 runs in its window, until 3 of 5 have succeeded again.
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 94.1 }),
      raises(critical, 'sync', { from: 62.1, until: 92.1 }),
    ],
  },
  {
    name: 'a 5-min job fails every run for an hour',
    hours: 4,
    jobs: { sync: { interval: '5m' } },
    pods: [pod('a', [job('sync', 5, { outcome: failing(60, 120) })])],
    // Windows of 15 min hold 3 runs.
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 125.1 }),
      raises(critical, 'sync', { from: 65.1, until: 125.1 }),
    ],
  },
  {
    name: 'a 15-min job fails every run for two hours',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [pod('a', [job('sync', 15, { outcome: failing(60, 180) })])],
    // Windows of 1 h hold 4 runs, so the third failure is more than half. The last success ended at 45.
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 195.1 }),
      raises(critical, 'sync', { from: 75.1, until: 195.1 }),
      raises(notRunning, 'sync', { from: 165.1, until: 180.1 }),
    ],
  },
  {
    name: 'an hourly job fails four times',
    hours: 9,
    jobs: { sync: { interval: '1h' } },
    pods: [pod('a', [job('sync', 60, { outcome: failing(120, 360) })])],
    // Windows of 3 h hold 3 runs.
    must: [
      raises(failingAlert, 'sync', { from: 120.1, until: 420.1 }),
      raises(critical, 'sync', { from: 180.1, until: 420.1 }),
      raises(notRunning, 'sync', { from: 180.1, until: 360.1 }),
    ],
  },
  {
    name: 'a 6-hourly job fails twice',
    hours: 28.5,
    scrapeSeconds: 60,
    jobs: { report: { interval: '6h' } },
    pods: [pod('a', [job('report', 360, { firstRunAt: at(30), outcome: failing(380, 1000) })])],
    // Runs at 30, 390 (fails), 750 (fails) and 1110. Windows of 15 h; stale after 9 h.
    must: [
      raises(failingAlert, 'report', { from: 390.1, until: 1470.1 }),
      raises(critical, 'report', { from: 750.1, until: 1470.1 }),
      raises(notRunning, 'report', { from: 570.1, until: 1110.1 }),
    ],
  },
  {
    name: 'a daily job fails once',
    hours: 75,
    scrapeSeconds: 60,
    jobs: { report: { interval: '1d' } },
    pods: [pod('a', [job('report', 1440, { firstRunAt: at(60), outcome: failing(0, 100) })])],
    // Window of 3 d; stale after 36 h. The last success was at -1380.
    must: [
      raises(failingAlert, 'report', { from: 60.1, until: 2940.1 }),
      raises(notRunning, 'report', { from: 780.1, until: 1500.1 }),
    ],
    // Prometheus has seen no earlier run, and one of one run is more than half.
    may: [{ alert: critical, job: 'report' }],
  },
  {
    name: 'a job that runs too rarely for failure rates is judged by its last success alone',
    hours: 5,
    jobs: { rare: { interval: '3d', staleness: { warning: '2h', critical: '3h' } } },
    pods: [pod('a', [job('rare', 20, { outcome: failing(30) })])],
    must: [
      raises(notRunning, 'rare', { from: 140.1, until: 'never' }),
      raises('BackgroundJobCriticallyStale', 'rare', { from: 200.1, until: 'never' }),
    ],
  },
  {
    name: 'a 1-min job fails once',
    hours: 2,
    jobs: { sync: { interval: '1m' } },
    pods: [pod('a', [job('sync', 1, { outcome: failing(60, 61) })])],
    // A single failure of a job that runs often is chance.
  },
  {
    name: 'an hourly job fails for the first time',
    hours: 6,
    jobs: { sync: { interval: '1h' } },
    pods: [pod('a', [job('sync', 60, { outcome: failing(120, 130) })])],
    must: [raises(failingAlert, 'sync', { from: 120.1, until: 240.1 })],
  },
  {
    name: 'one of two runs of a 6-hourly job fails',
    hours: 14,
    jobs: { report: { interval: '6h' } },
    pods: [pod('a', [job('report', 360, { firstRunAt: at(30), outcome: failing(380, 400) })])],
    must: [
      raises(failingAlert, 'report', { from: 390.1, until: 'never' }),
      raises(notRunning, 'report', { from: 570.1, until: 750.1 }),
    ],
  },
  {
    name: 'runs end with partial and unknown statuses, which are neither good nor bad',
    hours: 3,
    jobs: { mixed: { interval: '1m' }, thinned: { interval: '1m' } },
    pods: [
      pod('a', [
        job('mixed', 1, {
          outcome: (start, index) =>
            during(30, 120, index % 3 === 0 ? 'timeout' : 'partial', 'success')(start),
        }),
        job('thinned', 1, {
          outcome: (start, index) =>
            during(
              60,
              120,
              ['failed', 'partial', 'success'][Math.abs(index) % 3] ?? '',
              'success',
            )(start),
        }),
      ]),
    ],
    // A third of all runs fails: above the warning limit, below the critical limit.
    must: [{ alert: failingAlert, job: 'thinned', fires: [64, 85], clears: [125, 140] }],
  },
  {
    name: 'failed and partial runs alternate, and none succeeds',
    hours: 4,
    jobs: { sync: { interval: '10m' } },
    pods: [
      pod('a', [
        job('sync', 10, {
          outcome: (start, index) =>
            during(60, 180, index % 2 === 0 ? 'failed' : 'partial', 'success')(start),
        }),
      ]),
    ],
    // Two failures without a success between them, as if nothing had run at 70.
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 190.1 }),
      raises(critical, 'sync', { from: 80.1, until: 190.1 }),
      raises(notRunning, 'sync', { from: 170.1, until: 180.1 }),
    ],
  },
  {
    name: 'a job fails until no run ends any more',
    hours: 8,
    jobs: { sync: { interval: '5m' }, hourly: { interval: '1h' } },
    pods: [
      pod('a', [
        job('sync', 5, { outcome: failing(60), activeTo: at(118) }),
        job('hourly', 60, { outcome: failing(60), activeTo: at(128) }),
      ]),
    ],
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 'never' }),
      raises(critical, 'sync', { from: 65.1, until: 'never' }),
      raises(notRunning, 'sync', { from: 175.1, until: 'never' }),
      raises(failingAlert, 'hourly', { from: 60.1, until: 'never' }),
      raises(critical, 'hourly', { from: 120.1, until: 'never' }),
      raises(notRunning, 'hourly', { from: 120.1, until: 'never' }),
    ],
  },
  {
    name: 'a job has failed ever since Prometheus began to scrape it',
    hours: 4,
    jobs: { sync: { interval: '5m' } },
    pods: [pod('a', [job('sync', 5, { outcome: 'failed' })])],
    // The start of scraping is known to five minutes. What the counter held before the first scrape is
    // unknown, so the run at 5 is the first that counts. Without any success, the age counts from the
    // start of scraping.
    must: [
      raises(failingAlert, 'sync', { from: 5.1, until: 'never' }),
      raises(critical, 'sync', { from: 10.1, until: 'never' }),
      raises(notRunning, 'sync', { from: 120, until: 'never', grid: 6 }),
    ],
  },
  {
    name: 'start times vary',
    hours: 8,
    jobs: { quick: { interval: '5m' }, sync: { interval: '15m' }, hourly: { interval: '1h' } },
    pods: [
      pod('a', [
        job('quick', 5, { startJitterSeconds: 120 }),
        job('sync', 15, { startJitterSeconds: 400 }),
        job('hourly', 60, { startJitterSeconds: 900, outcome: failing(120, 290) }),
      ]),
    ],
    // Three failures, each up to 15 min late: over half from the second until the second success.
    must: [
      { alert: failingAlert, job: 'hourly', fires: [123, 143], clears: [359, 384], atMost: 1 },
      { alert: critical, job: 'hourly', fires: [184, 203], clears: [359, 384], atMost: 1 },
      { alert: notRunning, job: 'hourly', fires: [189, 208], clears: [299, 319], atMost: 1 },
    ],
  },
  {
    name: 'one run fails of a job whose runs take longer than its interval',
    hours: 4,
    jobs: { sync: { interval: '1m' } },
    pods: [
      pod('a', [
        job('sync', 1, { durationSeconds: 280, whenBusy: 'skip', outcome: failing(100, 102) }),
      ]),
    ],
    // There is one run every five minutes. One failure is chance.
  },
];
