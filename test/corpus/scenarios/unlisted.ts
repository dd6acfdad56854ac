import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, failing, job, pod, raises } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';
const notRunning = 'BackgroundJobNotRunning';
const listed = { known: { interval: '5m' } };
const known = job('known', 5);

export const unlistedScenarios: readonly CorpusScenario[] = [
  {
    name: 'one unlisted job is healthy and another fails',
    hours: 3,
    jobs: listed,
    pods: [pod('a', [known, job('fine', 1), job('broken', 1, { outcome: failing(60, 90) })])],
    must: [
      raises(failingAlert, 'broken', { from: 60.1, until: 94.1 }),
      raises(critical, 'broken', { from: 62.1, until: 92.1 }),
    ],
  },
  {
    name: 'unlisted jobs stop',
    hours: 9,
    jobs: listed,
    pods: [
      pod('a', [
        known,
        job('often', 5, { activeTo: at(121) }),
        job('hourly', 60, { activeTo: at(185) }),
        job('once', 6000, { firstRunAt: at(30) }),
      ]),
    ],
    // `often` is stale after 2 h; `hourly` after 2.5 h, because it runs every hour; `once` has no
    // rhythm.
    must: [
      raises(notRunning, 'often', { from: 240.1, until: 'never' }),
      raises(notRunning, 'hourly', { from: 330.1, until: 'never', grid: 10 }),
    ],
  },
  {
    name: 'unlisted jobs are slow, have long queues and fail items',
    hours: 4,
    jobs: listed,
    pods: [
      pod('a', [
        known,
        job('slow', 5, { durationSeconds: during(60, 120, 700, 10) }),
        job('full', 5, { queue: during(60, 120, 3000, 10) }),
        job('lossy', 5, {
          items: during(60, 120, { success: 5, failed: 5 }, { success: 10 }),
        }),
      ]),
    ],
    // A window of 10 min holds two runs. The last slow run, from 115, ends at 126.7.
    must: [
      raises('BackgroundJobHighDuration', 'slow', { from: 71.7, until: 144.1 }),
      raises('BackgroundJobCriticalDuration', 'slow', { from: 71.7, until: 144.1 }),
      raises('BackgroundJobCriticalQueueSize', 'full', { from: 60, until: 120 }),
      raises('BackgroundJobHighItemFailureRate', 'lossy', { from: 70.1, until: 125.1 }),
    ],
  },
  {
    name: 'there are more unlisted jobs than the maximum',
    hours: 3,
    jobs: listed,
    unlisted: { maximum: 2 },
    pods: [
      pod('a', [
        known,
        ...['a', 'b', 'c', 'd'].map(name => job(name, 1, { outcome: failing(60) })),
      ]),
    ],
    must: ['a', 'b'].flatMap(name => [
      raises(failingAlert, name, { from: 60.1, until: 'never' }),
      raises(critical, name, { from: 62.1, until: 'never' }),
    ]),
    may: ['a', 'b'].map(name => ({ alert: notRunning, job: name })),
  },
  {
    name: 'the configuration sets the maximum of unlisted jobs to 0',
    hours: 3,
    jobs: listed,
    unlisted: { maximum: 0 },
    pods: [pod('a', [known, job('other', 1, { outcome: failing(60) })])],
  },
];
