import type { CorpusScenario } from '../scenario.ts';
import { during, failing, job, pod, raises } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';

/** Fails every n-th run. */
function everyNth(n: number, status = 'failed') {
  return (_start: number, index: number) => (index % n === 0 ? status : 'success');
}

const half = (start: number, index: number) =>
  during(60, 900, everyNth(2)(start, index), 'success')(start);

const twice = (start: number) =>
  during(300, 310, 'failed', during(30, 31, 'failed', 'success')(start))(start);

/** Some runs fail and others do not. */
export const failureRateScenarios: readonly CorpusScenario[] = [
  {
    name: 'a 1-min job fails once, and hours later for ten minutes',
    hours: 7,
    jobs: { sync: { interval: '1m' } },
    pods: [pod('a', [job('sync', 1, { outcome: twice })])],
    // The first failure does not make the outage a low rate, which would take hours to end.
    must: [raises(failingAlert, 'sync', { from: 300.1, until: 314.1 })],
    may: [{ alert: critical, job: 'sync' }],
  },
  {
    name: 'exactly one run in twenty fails',
    hours: 4,
    jobs: { sync: { interval: '1m', failures: { window: '20m' } } },
    pods: [pod('a', [job('sync', 1, { outcome: everyNth(20) })])],
  },
  {
    name: 'one run in ten fails for hours',
    hours: 6,
    jobs: { sync: { interval: '1m' } },
    pods: [
      pod('a', [
        job('sync', 1, {
          outcome: (start, index) => during(60, 240, everyNth(10)(start, index), 'success')(start),
        }),
      ]),
    ],
    // The window of 160 runs shows ten per cent. It ends after about 80 good runs.
    must: [{ alert: failingAlert, job: 'sync', fires: [120, 200], clears: [300, 330] }],
  },
  {
    name: 'exactly every second run fails',
    hours: 5,
    jobs: { sync: { interval: '15m' } },
    pods: [
      pod('a', [
        job('sync', 15, {
          outcome: (start, index) => during(50, 900, everyNth(2)(start, index), 'success')(start),
        }),
      ]),
    ],
    must: [raises(failingAlert, 'sync', { from: 60.1, until: 'never' })],
  },
  {
    name: 'every second run of a 5-min job and of an hourly job fails',
    hours: 9,
    jobs: { quick: { interval: '5m' }, hourly: { interval: '1h' } },
    pods: [pod('a', [job('quick', 5, { outcome: half }), job('hourly', 60, { outcome: half })])],
    // Half of the runs is not more than half, however many runs a window holds.
    must: [
      raises(failingAlert, 'quick', { from: 80.1, until: 'never' }),
      raises(failingAlert, 'hourly', { from: 120.1, until: 'never' }),
    ],
  },
  {
    name: 'jobs on demand run every ten seconds, far more often than their intervals: a third of one fails, all of others',
    hours: 5,
    jobs: {
      mail: { interval: '5m' },
      sync: { interval: '5m' },
      fine: { interval: '5m' },
      hourly: { interval: '1h' },
    },
    pods: [
      pod('a', [
        job('mail', 1 / 6, {
          outcome: (start, index) => during(120, 900, everyNth(3)(start, index), 'success')(start),
        }),
        job('sync', 1 / 6, { outcome: failing(180, 240) }),
        job('fine', 1 / 6, { outcome: everyNth(100) }),
        job('hourly', 1 / 6, { outcome: failing(180, 240) }),
      ]),
    ],
    // Successes between the failures are other runs, and not retries.
    must: [
      { alert: failingAlert, job: 'mail', fires: [120, 135], clears: 'never' },
      { alert: failingAlert, job: 'sync', fires: [180, 195], clears: [240, 255] },
      { alert: critical, job: 'sync', fires: [180, 195], clears: [240, 255] },
      { alert: failingAlert, job: 'hourly', fires: [180, 195], clears: [240, 255] },
      { alert: critical, job: 'hourly', fires: [180, 200], clears: [240, 255] },
    ],
  },
  {
    name: 'all three replicas of a 5-min job fail at once, of one job once and of one every other time',
    hours: 6,
    scrapeSeconds: 60,
    jobs: { once: { interval: '5m' }, often: { interval: '5m' } },
    pods: [3, 24, 51].map(phaseSeconds =>
      pod(
        `pod-${phaseSeconds}`,
        [job('once', 5, { outcome: failing(120, 121) }), job('often', 5, { outcome: half })],
        { phaseSeconds },
      ),
    ),
    // Three failures for one reason are as little evidence as one. The third time is enough.
    must: [raises(failingAlert, 'often', { from: 80.1, until: 'never', hold: 5 })],
  },
];
