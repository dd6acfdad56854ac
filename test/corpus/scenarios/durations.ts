import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, job, pod, raises } from '../scenario-parts.ts';

const high = 'BackgroundJobHighDuration';
const critical = 'BackgroundJobCriticalDuration';

export const durationScenarios: readonly CorpusScenario[] = [
  {
    name: 'runs take 400 s',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 400, 20) })])],
    // The run from 60 ends at 66.7 and the run from 105 at 111.7. One slow run of 4 raises the P95.
    must: [raises(high, 'sync', { from: 66.7, until: 135.1 })],
  },
  {
    name: 'runs take 700 s, longer than the largest bucket',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 700, 20) })])],
    must: [
      raises(high, 'sync', { from: 71.7, until: 135.1 }),
      raises(critical, 'sync', { from: 71.7, until: 135.1 }),
    ],
  },
  {
    name: 'a limit is above the largest bucket and cannot be judged',
    hours: 5,
    jobs: { sync: { interval: '15m', duration: { critical: '15m' } } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 700, 20) })])],
    must: [raises(high, 'sync', { from: 71.7, until: 135.1 })],
  },
  {
    name: 'one run of an hourly job is slow',
    hours: 7,
    jobs: { hourly: { interval: '1h' } },
    pods: [pod('a', [job('hourly', 60, { durationSeconds: during(120, 130, 1000, 20) })])],
    must: [
      raises(high, 'hourly', { from: 136.7, until: 240.1 }),
      raises(critical, 'hourly', { from: 136.7, until: 240.1 }),
    ],
  },
  {
    name: 'a histogram begins with its slow run',
    hours: 6,
    jobs: { hourly: { interval: '1h' }, other: { interval: '5m' } },
    pods: [
      pod('old', [job('hourly', 60, { durationSeconds: 20 }), job('other', 5)], { to: 100 }),
      pod(
        'new',
        [job('hourly', 60, { durationSeconds: during(0, 130, 400, 20) }), job('other', 5)],
        { from: 100.3 },
      ),
    ],
    must: [raises(high, 'hourly', { from: 126.7, until: 240.1 })],
  },
  {
    name: 'the first run of a new job is slow',
    hours: 5,
    jobs: { fresh: { interval: '1h' }, other: { interval: '5m' } },
    pods: [
      pod('a', [
        job('fresh', 60, { activeFrom: at(60), durationSeconds: during(0, 70, 450, 20) }),
        job('other', 5),
      ]),
    ],
    must: [raises(high, 'fresh', { from: 67.5, until: 180.1 })],
  },
  {
    name: 'one run of a 1-min job is slow',
    hours: 2.5,
    jobs: { quick: { interval: '1m' } },
    pods: [pod('a', [job('quick', 1, { durationSeconds: during(60, 61, 400, 3) })])],
  },
  {
    name: 'a limit lies inside a bucket, and the sum shows that runs are below it',
    hours: 4,
    jobs: { sync: { interval: '15m', duration: { warning: '570s', critical: '590s' } } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: 400 })])],
  },
  {
    name: 'runs take just less than the limit',
    hours: 3,
    jobs: { sync: { interval: '5m' }, long: { interval: '30m' } },
    pods: [
      pod('a', [
        job('sync', 5, { durationSeconds: 119 }),
        job('long', 30, { durationSeconds: 290 }),
      ]),
    ],
  },
  {
    name: 'a job has its own duration limits and hold times',
    hours: 4,
    jobs: {
      sync: {
        interval: '5m',
        duration: { warning: '1m', critical: '2m', hold: '5m', criticalHold: '3m', window: '15m' },
      },
    },
    pods: [pod('a', [job('sync', 5, { durationSeconds: during(60, 120, 200, 20) })])],
    // 200 s is in the bucket from 120 to 300. The last slow run, from 115, ends at 118.3.
    must: [
      raises(high, 'sync', { from: 63.3, until: 133.3, hold: 5 }),
      raises(critical, 'sync', { from: 63.3, until: 133.3, hold: 3 }),
    ],
  },
  {
    name: 'a process restarts between slow runs',
    hours: 6,
    jobs: { sync: { interval: '15m' } },
    pods: [
      pod('a', [job('sync', 15, { durationSeconds: during(60, 180, 420, 20) })], { to: 113.5 }),
      pod('a', [job('sync', 15, { durationSeconds: during(60, 180, 420, 20) })], { from: 114.4 }),
    ],
    // Runs start every 15 min and take 7 min, so the restart is between two. The last is from 165.
    must: [raises(high, 'sync', { from: 67, until: 195.1 })],
  },
];
