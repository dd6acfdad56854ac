import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { failing, job, pod, raises } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';
const notRunning = 'BackgroundJobNotRunning';

/** Creates a process of the same instance from each of these minutes to shortly before the next. */
function restarted(
  minutes: readonly number[],
  jobs: Parameters<typeof pod>[1],
  life: Parameters<typeof pod>[2] = {},
) {
  return [-2880, ...minutes].map((from, index) => {
    const next = minutes[index];
    const end = next === undefined ? {} : { to: next - 0.5 };
    return pod('a', jobs, { ...life, from, ...end, upAfterStop: 'down' });
  });
}

/** Creates a process that dies half a minute after each of its runs and starts again soon. */
function dyingOfRuns(
  everyMinutes: number,
  runs: number,
  jobs: Parameters<typeof pod>[1],
  life: Parameters<typeof pod>[2] = {},
) {
  return Array.from({ length: runs }, (_, index) => {
    const from = index === 0 ? -2880 : everyMinutes * (index - 1) + 0.9;
    const to = everyMinutes * index + 0.6;
    return pod('a', jobs, { ...life, from, to, upAfterStop: 'down' });
  });
}

const everySevenMinutes = Array.from({ length: 24 }, (_, index) => 10.4 + 7 * index);
const everyQuarter = Array.from({ length: 12 }, (_, index) => 8 + 15 * index);

/** The runs at 0, 120 and 240 min make six of three. */
const renamed = (success: number) =>
  job('rare', 120, { initial: { executions: { success, failed: 2 }, lastSuccess: at(-10) } });

export const restartScenarios: readonly CorpusScenario[] = [
  {
    name: 'a deploy breaks every job',
    hours: 6,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' }, hourly: { interval: '1h' } },
    pods: [
      pod('old', [job('quick', 1), job('sync', 15), job('hourly', 60)], { to: 119 }),
      pod(
        'new',
        ['quick', 'sync', 'hourly'].map((name, index) =>
          job(name, [1, 15, 60][index] ?? 1, { outcome: 'failed' }),
        ),
        { from: 119.7 },
      ),
    ],
    // The last successes ended at 118, 105 and 60.
    must: [
      raises(failingAlert, 'quick', { from: 120.1, until: 'never' }),
      raises(critical, 'quick', { from: 121.1, until: 'never' }),
      raises(notRunning, 'quick', { from: 238.1, until: 'never' }),
      raises(failingAlert, 'sync', { from: 120.1, until: 'never' }),
      raises(critical, 'sync', { from: 135.1, until: 'never' }),
      raises(notRunning, 'sync', { from: 225.1, until: 'never' }),
      raises(failingAlert, 'hourly', { from: 120.1, until: 'never' }),
      raises(critical, 'hourly', { from: 180.1, until: 'never' }),
      raises(notRunning, 'hourly', { from: 180.1, until: 'never' }),
    ],
  },
  {
    name: 'processes restart in the middle of an incident',
    hours: 5,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' } },
    pods: restarted(
      [127],
      [
        job('quick', 1, { outcome: failing(60, 180) }),
        job('sync', 15, { outcome: failing(60, 180) }),
      ],
    ),
    must: [
      raises(failingAlert, 'quick', { from: 60.1, until: 184.1 }),
      raises(critical, 'quick', { from: 62.1, until: 182.1 }),
      raises(failingAlert, 'sync', { from: 60.1, until: 195.1 }),
      raises(critical, 'sync', { from: 75.1, until: 195.1 }),
      raises(notRunning, 'sync', { from: 165.1, until: 180.1 }),
    ],
  },
  {
    name: 'a deploy takes seven minutes in the middle of an incident',
    hours: 5,
    jobs: { quick: { interval: '1m' } },
    pods: [
      pod('a', [job('quick', 1, { outcome: failing(60, 180) })], {
        to: 120.4,
        upAfterStop: 'down',
      }),
      pod('a', [job('quick', 1, { outcome: failing(60, 180) })], { from: 127.4 }),
    ],
    // Nothing runs for longer than the critical window, and earlier failures still count.
    must: [
      raises(failingAlert, 'quick', { from: 60.1, until: 184.1 }),
      raises(critical, 'quick', { from: 62.1, until: 182.1 }),
    ],
  },
  {
    name: 'the pod is replaced in the middle of an incident',
    hours: 5,
    scrapeSeconds: 15,
    jobs: { quick: { interval: '1m' }, sync: { interval: '5m' } },
    pods: [
      pod(
        'old',
        [job('quick', 1, { outcome: failing(60) }), job('sync', 5, { outcome: failing(60) })],
        { to: 103.2 },
      ),
      pod(
        'new',
        [
          job('quick', 1, { outcome: failing(60, 150) }),
          job('sync', 5, { outcome: failing(60, 150) }),
        ],
        { from: 103.4 },
      ),
    ],
    must: [
      raises(failingAlert, 'quick', { from: 60.1, until: 154.1 }),
      raises(critical, 'quick', { from: 62.1, until: 152.1 }),
      raises(failingAlert, 'sync', { from: 60.1, until: 155.1 }),
      raises(critical, 'sync', { from: 65.1, until: 155.1 }),
    ],
  },
  {
    name: 'the process of a healthy job restarts all the time',
    hours: 3.5,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' } },
    pods: restarted(everySevenMinutes, [job('quick', 1), job('sync', 15)]),
  },
  {
    name: 'a process restarts before every run of a healthy job, so that its values repeat',
    hours: 4,
    jobs: { sync: { interval: '15m' } },
    pods: restarted(everyQuarter, [job('sync', 15, { items: { success: 40, failed: 2 } })]),
  },
  {
    name: 'a process restarts before every run of a failing job, so that its values repeat',
    hours: 4,
    jobs: { sync: { interval: '15m' } },
    pods: restarted(everyQuarter, [job('sync', 15, { outcome: failing(60) })]),
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 'never' }),
      raises(critical, 'sync', { from: 75.1, until: 'never' }),
      raises(notRunning, 'sync', { from: 165.1, until: 'never' }),
    ],
  },
  {
    name: 'an hourly job fails once in each of two processes',
    hours: 11.5,
    jobs: { sync: { interval: '1h' } },
    pods: restarted(
      [330],
      [
        job('sync', 60, {
          outcome: start => ([at(120), at(480)].includes(start) ? 'failed' : 'success'),
        }),
      ],
    ),
    // The second failure comes after the window of 3 h has passed the first.
    must: [raises(failingAlert, 'sync', { from: 120.1, until: 240.1, atMost: 2 })],
  },
  {
    name: 'counters exist as 0 from the start of each process',
    hours: 5,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' } },
    pods: restarted(
      [40.3, 55.6, 180.2],
      [
        job('quick', 1, { items: { success: 9 } }),
        job('sync', 15, { items: { success: 30 }, outcome: failing(100, 110) }),
      ],
      { preinitialised: true },
    ),
    must: [raises(failingAlert, 'sync', { from: 105.1, until: 135.1 })],
  },
  {
    name: 'two healthy replicas are deployed one after the other',
    hours: 4,
    scrapeSeconds: 15,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' } },
    pods: [
      pod('old-1', [job('quick', 1), job('sync', 15)], { to: 90 }),
      pod('old-2', [job('quick', 1, { firstRunAt: at(0.4) })], { to: 91 }),
      pod('new-1', [job('quick', 1), job('sync', 15)], { from: 89.5 }),
      pod('new-2', [job('quick', 1, { firstRunAt: at(0.4) })], { from: 90.5 }),
    ],
  },
  {
    name: 'one of two replicas fails every run',
    hours: 4,
    jobs: { sync: { interval: '5m' } },
    pods: [
      pod('good', [job('sync', 5)]),
      pod('bad', [job('sync', 5, { firstRunAt: at(2.5), outcome: failing(60, 120) })]),
    ],
    // Exactly half fail, from the run at 62.5 to the run at 117.5.
    must: [raises(failingAlert, 'sync', { from: 77.6, until: 142.6 })],
  },
  {
    name: 'the leader moves between two replicas',
    hours: 6,
    jobs: { sync: { interval: '5m' }, hourly: { interval: '1h' } },
    pods: [
      pod('a', [job('sync', 5, { activeTo: at(61) }), job('hourly', 60, { activeTo: at(61) })]),
      pod('b', [
        job('sync', 5, { activeFrom: at(61), activeTo: at(200), outcome: failing(119, 150) }),
        job('hourly', 60, { activeFrom: at(61) }),
      ]),
      pod('c', [job('sync', 5, { activeFrom: at(200) })]),
    ],
    // Pod b's runs from 120 to 145 fail.
    must: [
      raises(failingAlert, 'sync', { from: 120.1, until: 155.1 }),
      raises(critical, 'sync', { from: 125.1, until: 155.1 }),
    ],
  },
  ...[false, true].map(
    (preinitialised): CorpusScenario => ({
      name: `a process dies after each run${preinitialised ? ' and its counters start at 0' : ''}`,
      hours: 5.5,
      scrapeSeconds: 15,
      jobs: { hourly: { interval: '1h' } },
      pods: dyingOfRuns(60, 6, [job('hourly', 60, { outcome: failing(60) })], { preinitialised }),
      // The counter is scraped twice before it falls, within one step of the grid.
      must: [
        raises(failingAlert, 'hourly', { from: 60.1, until: 'never' }),
        raises(critical, 'hourly', { from: 120.1, until: 'never' }),
        raises(notRunning, 'hourly', { from: 120.1, until: 'never' }),
      ],
    }),
  ),
  {
    name: 'a process dies after each run, and a third of the items fail',
    hours: 4,
    scrapeSeconds: 15,
    jobs: { sync: { interval: '15m' } },
    pods: dyingOfRuns(15, 16, [job('sync', 15, { items: { success: 6, failed: 3 } })]),
    must: [{ alert: 'BackgroundJobHighItemFailureRate', job: 'sync', fires: [44, 48] }],
  },
  {
    name: 'short runs fail two hours apart, whose pods are the only targets of their source',
    hours: 16,
    scrapeSeconds: 60,
    jobs: { digest: { interval: '2h' } },
    pods: [0, 120, 240, 360, 480, 600, 720, 840].map(start =>
      pod(
        `digest-${start}`,
        [job('digest', 10_000, { firstRunAt: at(start) + 5, outcome: failing(480, 601) })],
        { from: start, to: start + 1.25, phaseSeconds: 30 },
      ),
    ),
    // Each counter is there in the first scrape of its pod.
    must: [
      raises(failingAlert, 'digest', { from: 480.6, until: 840.6 }),
      raises(critical, 'digest', { from: 600.6, until: 840.6 }),
    ],
    may: [{ alert: notRunning, job: 'digest' }],
  },
  {
    name: 'relabelling renames the instance of a process that has had a few failures',
    hours: 10,
    jobs: { rare: { interval: '2h' } },
    pods: [
      pod('10.0.0.1:9090', [renamed(3)], { from: -1, to: 301 }),
      pod('app-1', [renamed(6)], { from: 301.3 }),
      pod('other', [job('other', 5)]),
    ],
  },
];
