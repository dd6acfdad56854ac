import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, job, pod, raises } from '../scenario-parts.ts';

const high = 'BackgroundJobHighDuration';
const critical = 'BackgroundJobCriticalDuration';

export const durationScenarios: readonly CorpusScenario[] = [
  {
    name: 'runs of 400 s',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 400, 20) })])],
    // the run from 60 ends at 66.7, the one from 105 at 111.7; one of 4 runs is above the 95th
    must: [raises(high, 'sync', { from: 66.7, until: 135.1 })],
  },
  {
    name: 'runs of 700 s, above the largest bucket',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 700, 20) })])],
    must: [
      raises(high, 'sync', { from: 71.7, until: 135.1 }),
      raises(critical, 'sync', { from: 71.7, until: 135.1 }),
    ],
  },
  {
    name: 'a limit above the largest bucket cannot be told',
    hours: 5,
    jobs: { sync: { interval: '15m', duration: { critical: '15m' } } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: during(60, 120, 700, 20) })])],
    must: [raises(high, 'sync', { from: 71.7, until: 135.1 })],
  },
  {
    name: 'one slow run of an hourly job',
    hours: 7,
    jobs: { hourly: { interval: '1h' } },
    pods: [pod('a', [job('hourly', 60, { durationSeconds: during(120, 130, 1000, 20) })])],
    must: [
      raises(high, 'hourly', { from: 136.7, until: 240.1 }),
      raises(critical, 'hourly', { from: 136.7, until: 240.1 }),
    ],
  },
  {
    name: 'a histogram that is born with its slow run',
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
    name: 'a slow run of a job that was never seen before',
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
    name: 'one slow run of a 1-min job does not hold',
    hours: 2.5,
    jobs: { quick: { interval: '1m' } },
    pods: [pod('a', [job('quick', 1, { durationSeconds: during(60, 61, 400, 3) })])],
  },
  {
    name: 'a limit inside a bucket of runs that are known by their sum to be below it',
    hours: 4,
    jobs: { sync: { interval: '15m', duration: { warning: '570s', critical: '590s' } } },
    pods: [pod('a', [job('sync', 15, { durationSeconds: 400 })])],
  },
  {
    name: 'steady runs just below the limit',
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
    name: 'duration limits and holds of its own',
    hours: 4,
    jobs: {
      sync: {
        interval: '5m',
        duration: { warning: '1m', critical: '2m', hold: '5m', criticalHold: '3m', window: '15m' },
      },
    },
    pods: [pod('a', [job('sync', 5, { durationSeconds: during(60, 120, 200, 20) })])],
    // 200 s is in the bucket from 120 to 300; the last slow run, from 115, ends at 118.3
    must: [
      raises(high, 'sync', { from: 63.3, until: 133.3, hold: 5 }),
      raises(critical, 'sync', { from: 63.3, until: 133.3, hold: 3 }),
    ],
  },
  {
    name: 'slow runs and a restart between them',
    hours: 6,
    jobs: { sync: { interval: '15m' } },
    pods: [
      pod('a', [job('sync', 15, { durationSeconds: during(60, 180, 420, 20) })], { to: 113.5 }),
      pod('a', [job('sync', 15, { durationSeconds: during(60, 180, 420, 20) })], { from: 114.4 }),
    ],
    // runs start every 15 min and take 7, so the restart falls between two; the last is from 165
    must: [raises(high, 'sync', { from: 67, until: 195.1 })],
  },
];
