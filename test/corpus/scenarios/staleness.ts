import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { failing, job, pod, raises, span } from '../scenario-parts.ts';

const notRunning = 'BackgroundJobNotRunning';
const stale = 'BackgroundJobCriticallyStale';

function iso(minute: number): string {
  return new Date(at(minute) * 1000).toISOString();
}

export const stalenessScenarios: readonly CorpusScenario[] = [
  {
    name: 'a job stops and starts again',
    hours: 7,
    jobs: { quick: { interval: '1m' }, other: { interval: '15m' } },
    pods: [
      pod('a', [job('quick', 1, { activeTo: at(60) }), job('other', 15)], { to: 299.5 }),
      pod('a', [job('quick', 1), job('other', 15)], { from: 300 }),
    ],
    must: [raises(notRunning, 'quick', { from: 179.1, until: 300.1 })],
  },
  {
    name: 'a job stops for more than a day',
    hours: 29,
    scrapeSeconds: 60,
    jobs: { quick: { interval: '5m' }, other: { interval: '1h' } },
    pods: [
      pod('a', [job('quick', 5, { activeTo: at(61) }), job('other', 60)], { to: 1649.5 }),
      pod('a', [job('quick', 5), job('other', 60)], { from: 1649.7 }),
    ],
    must: [
      raises(notRunning, 'quick', { from: 180.1, until: 1650.1 }),
      raises(stale, 'quick', { from: 1500.1, until: 1650.1 }),
    ],
  },
  {
    name: 'jobs have their own staleness limits',
    hours: 5,
    jobs: { quick: { interval: '5m', staleness: { warning: '30m', critical: '1h' } } },
    pods: [
      pod('a', [job('quick', 5, { activeTo: at(61) })], { to: 199.5 }),
      pod('a', [job('quick', 5)], { from: 199.7 }),
    ],
    must: [
      raises(notRunning, 'quick', { from: 90.1, until: 200.1 }),
      raises(stale, 'quick', { from: 120.1, until: 200.1 }),
    ],
  },
  {
    name: 'a job is stale and loses its gauge in a restart',
    hours: 6,
    jobs: { quick: { interval: '1m' }, other: { interval: '1m' } },
    pods: [
      pod('a', [job('quick', 1, { activeTo: at(60) }), job('other', 1)], { to: 219.5 }),
      pod('a', [job('other', 1)], { from: 220 }),
    ],
    must: [raises(notRunning, 'quick', { from: 179.1, until: 'never' })],
  },
  {
    name: 'a job does not run after a restart',
    hours: 6,
    jobs: { quick: { interval: '1m' }, other: { interval: '1m' } },
    pods: [
      pod('a', [job('quick', 1), job('other', 1)], { to: 90.5 }),
      pod('a', [job('other', 1)], { from: 91 }),
    ],
    must: [raises(notRunning, 'quick', { from: 210.1, until: 'never' })],
  },
  {
    name: 'a target is down',
    hours: 5,
    jobs: { sync: { interval: '5m' }, other: { interval: '5m' } },
    pods: [
      pod('a', [job('sync', 5)], { to: 61, upAfterStop: 'down' }),
      pod('a', [job('sync', 5)], { from: 239.5 }),
      pod('b', [job('other', 5)]),
    ],
    must: [raises(notRunning, 'sync', { from: 180.1, until: 240.1 })],
  },
  {
    name: 'a target is gone',
    hours: 5,
    jobs: { sync: { interval: '5m' }, other: { interval: '5m' } },
    pods: [pod('a', [job('sync', 5)], { to: 61 }), pod('b', [job('other', 5)])],
    must: [raises(notRunning, 'sync', { from: 180.1, until: 'never' })],
  },
  {
    name: 'all targets are gone',
    hours: 5,
    jobs: { sync: { interval: '5m' }, other: { interval: '15m' } },
    pods: [pod('a', [job('sync', 5)], { to: 61 }), pod('b', [job('other', 15)], { to: 61 })],
    must: [
      raises(notRunning, 'sync', { from: 180.1, until: 'never' }),
      raises(notRunning, 'other', { from: 180.1, until: 'never' }),
    ],
  },
  {
    name: 'a target goes down in the middle of an incident',
    hours: 5,
    jobs: { sync: { interval: '5m' } },
    pods: [
      pod('a', [job('sync', 5, { outcome: failing(60) })], { to: 101, upAfterStop: 'down' }),
      pod('b', [job('unrelated', 5)]),
    ],
    // Nothing is known of later runs, so the failure alarms keep their state.
    must: [
      raises('BackgroundJobFailing', 'sync', { from: 60.1 }),
      raises('BackgroundJobCriticalFailureRate', 'sync', { from: 65.1 }),
      raises(notRunning, 'sync', { from: 175.1, until: 'never' }),
    ],
  },
  {
    name: 'a listed job was never seen',
    hours: 4,
    jobs: { ghost: { interval: '5m' }, other: { interval: '5m' } },
    pods: [pod('a', [job('other', 5)])],
    must: [raises(notRunning, 'ghost', { from: 120, until: 'never', grid: 6 })],
  },
  {
    name: 'jobs are expected since a time in the past and in the future',
    hours: 6,
    jobs: {
      overdue: { interval: '5m', since: iso(-600) },
      planned: { interval: '5m', since: iso(180) },
      other: { interval: '5m' },
    },
    pods: [pod('a', [job('other', 5)])],
    must: [
      raises(notRunning, 'overdue', { from: 0, until: 'never' }),
      raises(notRunning, 'planned', { from: 300, until: 'never' }),
    ],
  },
  {
    name: 'the gauge of the last success is 0 until the first success',
    hours: 4,
    jobs: { sync: { interval: '1h' }, never: { interval: '1h' } },
    pods: [
      pod(
        'a',
        [
          job('sync', 60, { initial: { lastSuccess: 0 }, activeFrom: at(50) }),
          job('never', 60, {
            initial: { lastSuccess: 0 },
            firstRunAt: at(20),
            outcome: 'failed',
          }),
        ],
        { from: 0 },
      ),
    ],
    // One failure of one run may be critical or not; two of two are.
    must: [
      raises('BackgroundJobFailing', 'never', { from: 20.1, until: 'never' }),
      { alert: 'BackgroundJobCriticalFailureRate', job: 'never', fires: [24, 92] },
      raises(notRunning, 'never', { from: 120, until: 'never', grid: 6 }),
    ],
  },
  {
    name: 'a job writes a future time as its last success, and then stops',
    hours: 6,
    jobs: { sync: { interval: '5m' } },
    pods: [
      pod('a', [
        job('sync', 5, {
          activeTo: at(121),
          stamp: end => (end > at(59) && end < at(64) ? end + 86_400 : end),
        }),
      ]),
    ],
    must: [raises(notRunning, 'sync', { from: 240.1, until: 'never' })],
  },
  {
    name: 'last successes are a little ahead of the clock, and one is in milliseconds',
    hours: 4,
    jobs: { ahead: { interval: '5m' }, sync: { interval: '5m' } },
    pods: [
      pod('a', [
        job('ahead', 5, { stamp: end => end + 240 }),
        job('sync', 5, { stamp: end => (end > at(59) && end < at(64) ? end * 1000 : end) }),
      ]),
    ],
  },
  {
    name: 'an old replica exports an old last success until a new leader takes over',
    hours: 7,
    jobs: { sync: { interval: '1h' } },
    pods: [
      pod('old', [job('sync', 60, { activeTo: at(-290) })]),
      pod('leader', [job('sync', 60, { activeFrom: at(-290) })], { to: 200 }),
      pod('next', [job('sync', 60)], { from: 235 }),
    ],
  },
  {
    name: 'an old replica exports an old last success, and no new leader takes over',
    hours: 7,
    jobs: { sync: { interval: '1h' } },
    pods: [
      pod('old', [job('sync', 60, { activeTo: at(-290) })]),
      pod('leader', [job('sync', 60, { activeFrom: at(-290) })], { to: 200 }),
    ],
    must: [raises(notRunning, 'sync', { from: 300.1, until: 'never' })],
  },
  {
    name: 'jobs are paused permanently, and until a time',
    hours: 7,
    jobs: {
      off: { interval: '5m', paused: true },
      later: { interval: '5m', paused: iso(180) },
    },
    pods: [
      pod('a', [
        job('off', 5, { outcome: failing(60) }),
        job('later', 5, { outcome: failing(60, 240) }),
      ]),
    ],
    // The last success ended at 55. The pause ends at 180.
    must: [
      raises('BackgroundJobFailing', 'later', { from: 180, until: 245.1 }),
      raises('BackgroundJobCriticalFailureRate', 'later', { from: 180, until: 245.1 }),
      raises(notRunning, 'later', { from: 180, until: 240.1 }),
    ],
  },
  {
    name: 'one of two scrape jobs is down for an hour',
    hours: 4,
    jobs: { api: { interval: '5m' }, work: { interval: '5m' } },
    pods: [
      pod('a', [job('api', 5)], { job: 'api' }),
      pod('b', [job('work', 5)], { job: 'worker', missedScrapes: { spans: [span(60, 120)] } }),
    ],
  },
];
