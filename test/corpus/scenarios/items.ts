import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, job, pod, raises } from '../scenario-parts.ts';

const items = 'BackgroundJobHighItemFailureRate';

export const itemScenarios: readonly CorpusScenario[] = [
  {
    name: 'almost half of the items fail for an hour',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [
      pod('a', [
        job('sync', 15, {
          items: during(60, 120, { success: 55, failed: 45 }, { success: 100, failed: 1 }),
        }),
      ]),
    ],
    // Two of the 4 runs of an hour are enough: 92 of 402 items, from 75 until the run at 150.
    must: [raises(items, 'sync', { from: 75.1, until: 135.1 })],
  },
  {
    name: 'items fail for the first time',
    hours: 7,
    jobs: { hourly: { interval: '1h' } },
    pods: [
      pod('a', [
        job('hourly', 60, {
          items: during(120, 130, { success: 10, failed: 90 }, { success: 100 }),
        }),
      ]),
    ],
    must: [raises(items, 'hourly', { from: 120.1, until: 240.1 })],
  },
  {
    name: 'a new job fails with its first items',
    hours: 5,
    jobs: { fresh: { interval: '1h' }, other: { interval: '5m' } },
    pods: [
      pod('a', [
        job('other', 5),
        job('fresh', 60, {
          activeFrom: at(60),
          items: during(0, 70, { success: 20, failed: 80 }, { success: 300 }),
        }),
      ]),
    ],
    // 80 of 100 items, then 80 of 400.
    must: [raises(items, 'fresh', { from: 60.1, until: 180.1 })],
  },
  {
    name: 'many items are skipped',
    hours: 5,
    jobs: { lazy: { interval: '15m' }, choosy: { interval: '15m' } },
    pods: [
      pod('a', [
        job('lazy', 15, { items: { success: 10, failed: 2, skipped: 90 } }),
        job('choosy', 15, {
          items: during(
            60,
            600,
            { success: 10, failed: 5, skipped: 500 },
            { success: 10, skipped: 500 },
          ),
        }),
      ]),
    ],
    // A third of the judged items; after the third such run 15 of 55.
    must: [raises(items, 'choosy', { from: 90.1, until: 'never' })],
  },
  {
    name: 'exactly a fifth of the items fail, and some runs have no items',
    hours: 4,
    jobs: { fifth: { interval: '5m' }, idle: { interval: '5m' } },
    pods: [
      pod('a', [
        job('fifth', 5, { items: { success: 80, failed: 20 } }),
        job('idle', 5, { items: { success: 0, failed: 0, skipped: 0 } }),
      ]),
    ],
  },
  {
    name: 'a healthy job with items is restarted and its pod is replaced',
    hours: 6,
    jobs: { sync: { interval: '5m' }, hourly: { interval: '1h' } },
    pods: [
      ...[-2880, 47.3, 101.6].map((from, index) =>
        pod('a', work(), { from, to: [47, 101, 200.2][index] ?? 0, upAfterStop: 'down' }),
      ),
      pod('b', work(), { from: 200 }),
    ],
  },
  {
    name: 'a job has its own item limit and window',
    hours: 4,
    jobs: { sync: { interval: '5m', items: { warning: 50, window: '30m', hold: '5m' } } },
    pods: [
      pod('a', [
        job('sync', 5, {
          items: during(60, 120, { success: 20, failed: 80 }, { success: 70, failed: 30 }),
        }),
      ]),
    ],
    // In 6 runs, three bad ones are over half (330 of 600); two are not.
    must: [raises(items, 'sync', { from: 70.1, until: 135.1, hold: 5 })],
  },
  {
    name: 'a new pod handles items before its first scrape',
    hours: 5,
    jobs: { sync: { interval: '1h' } },
    pods: [
      pod('old', [job('sync', 60, { items: { success: 40, failed: 2 } })], { to: 119.5 }),
      pod('new', [job('sync', 60, { items: { success: 20, failed: 60 } })], {
        from: 119.9,
        phaseSeconds: 20,
      }),
    ],
    must: [raises(items, 'sync', { from: 120.1, until: 'never' })],
  },
  {
    name: 'a second replica that has handled many items is scraped for the first time',
    hours: 4,
    jobs: { sync: { interval: '15m' } },
    pods: [
      pod('a', [job('sync', 15, { items: { success: 40, failed: 1 } })]),
      pod(
        'b',
        [
          job('sync', 15, {
            firstRunAt: at(5),
            items: { success: 40, failed: 1 },
            initial: { executions: { success: 900 }, items: { success: 100, failed: 5000 } },
          }),
        ],
        { from: 100 },
      ),
    ],
  },
];

function work() {
  return [
    job('sync', 5, { items: { success: 30, failed: 2 } }),
    job('hourly', 60, { items: { success: 100, failed: 3 } }),
  ];
}
