import type { PerRun, SimulatedProcess } from '../../../lib/simulator/scenario.ts';
import { at } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { failing, job, pod, raises, span } from '../scenario-parts.ts';

const failingAlert = 'BackgroundJobFailing';
const critical = 'BackgroundJobCriticalFailureRate';

/** Every run fails from minute 60 to 400, and half of all items always fail. */
const failingJobs = (
  [
    ['quick', 1],
    ['sync', 5],
    ['hourly', 60],
  ] as const
).map(([name, minutes]) =>
  job(name, minutes, { outcome: failing(60, 400), items: { success: 5, failed: 5 } }),
);

const half: PerRun<string> = (start, index) =>
  start >= at(60) && index % 2 === 0 ? 'failed' : 'success';

/** No samples arrive for longer than a window. That is not a recovery. */
function missSamplesInIncident(
  what: string,
  rest: Pick<CorpusScenario, 'pods' | 'gaps'>,
): CorpusScenario {
  const names = ['quick', 'sync', 'hourly'];
  return {
    name: `${what} for 45 minutes in the middle of an incident`,
    hours: 11,
    jobs: { quick: { interval: '1m' }, sync: { interval: '5m' }, hourly: { interval: '1h' } },
    ...rest,
    must: [
      ...names.map(name => raises(failingAlert, name, { from: 60.1 })),
      raises(critical, 'quick', { from: 62.1, until: 402.1 }),
      raises(critical, 'sync', { from: 65.1, until: 405.1 }),
      raises(critical, 'hourly', { from: 120.1, until: 480.1 }),
    ],
    may: names.flatMap(name => [
      { alert: 'BackgroundJobNotRunning' as const, job: name },
      { alert: 'BackgroundJobHighItemFailureRate' as const, job: name },
    ]),
  };
}

const old = { executions: { success: 5000, failed: 5000, partial: 70 } };
const rare = {
  lastSuccess: at(-20),
  executions: { success: 1, failed: 1 },
  items: { success: 1, failed: 2 },
  durations: { count: 2, secondsEach: 500 },
};

/**
 * A job that runs every 15 minutes. Each run has a pod that lives for 75 s, and these pods are the
 * only targets of their source. It has run for hours before the scenario begins.
 */
function createPodsOfRuns(to: number, outcome: PerRun<string>): SimulatedProcess[] {
  const starts = Array.from({ length: 40 }, (_, index) => (index - 16) * 15);
  return starts
    .filter(start => start < to)
    .map(start =>
      pod(
        `digest-${start}`,
        [job('digest', 10_000, { firstRunAt: at(start) + 5, durationSeconds: 26, outcome })],
        { from: start, to: start + 1.25 },
      ),
    );
}

/** The same incident with another scrape interval and phase. */
function createScrapedIncident(scrapeSeconds: number, phaseSeconds: number): CorpusScenario {
  return {
    name: `a job fails and is scraped every ${scrapeSeconds} s at second ${phaseSeconds}`,
    hours: 3,
    scrapeSeconds,
    jobs: { quick: { interval: '1m' }, sync: { interval: '5m' } },
    pods: [
      pod(
        'a',
        [
          job('quick', 1, { outcome: failing(60, 61) }),
          job('sync', 5, { outcome: failing(60, 90) }),
        ],
        { phaseSeconds },
      ),
    ],
    must: [
      raises(failingAlert, 'sync', { from: 60.1, until: 95.1 }),
      raises(critical, 'sync', { from: 65.1, until: 95.1 }),
    ],
  };
}

const fleet = [
  job('m1', 1),
  job('m5', 5, { items: { success: 20, failed: 1 } }),
  job('m15', 15, { durationSeconds: 120 }),
  job('m30', 30),
  job('h1', 60, { durationSeconds: 250, startJitterSeconds: 300 }),
  job('h6', 360, { firstRunAt: at(17), startJitterSeconds: 600 }),
  job('h12', 720, { firstRunAt: at(-500) }),
];

const fleetConfig = {
  m1: { interval: '1m' },
  m5: { interval: '5m' },
  m15: { interval: '15m' },
  m30: { interval: '30m' },
  h1: { interval: '1h' },
  h6: { interval: '6h' },
  h12: { interval: '12h' },
};

export const watchingScenarios: readonly CorpusScenario[] = [
  createScrapedIncident(5, 0),
  createScrapedIncident(15, 14.9),
  createScrapedIncident(30, 0),
  createScrapedIncident(60, 0),
  createScrapedIncident(60, 31.7),
  createScrapedIncident(60, 59.9),
  {
    name: 'healthy jobs run at every interval',
    hours: 14,
    scrapeSeconds: 60,
    jobs: fleetConfig,
    pods: [pod('a', fleet)],
  },
  {
    name: 'healthy jobs are restarted and some scrapes are missed',
    hours: 14,
    scrapeSeconds: 60,
    jobs: fleetConfig,
    pods: [
      pod('a', fleet, { to: 400.2, missedScrapes: { probability: 0.15 }, upAfterStop: 'down' }),
      pod('a', fleet, { from: 402.5, missedScrapes: { probability: 0.15 } }),
    ],
  },
  {
    name: 'Prometheus begins to scrape large counters',
    hours: 3,
    jobs: { quick: { interval: '1m' }, hourly: { interval: '1h' } },
    pods: [
      pod('a', [job('quick', 1, { initial: old }), job('hourly', 60, { initial: old })]),
      pod('b', [job('quick', 1, { initial: old }), job('hourly', 60, { initial: old })]),
    ],
  },
  {
    name: 'Prometheus begins to scrape small counters, one target after another',
    hours: 3,
    gaps: [span(0, 4.5)],
    scrapeSeconds: 60,
    jobs: { hourly: { interval: '1h' }, six: { interval: '6h' } },
    pods: [5, 25, 55].map(phaseSeconds =>
      pod(
        `pod-${phaseSeconds}`,
        ['hourly', 'six'].map(name => job(name, 60, { activeFrom: at(55), initial: rare })),
        { phaseSeconds },
      ),
    ),
  },
  {
    name: 'Prometheus is down for 20 minutes',
    hours: 4,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' }, hourly: { interval: '1h' } },
    gaps: [span(67, 87)],
    pods: ['a', 'b'].map(instance =>
      pod(instance, [
        job('quick', 1, { initial: old }),
        job('sync', 15, { outcome: failing(30, 40) }),
        job('hourly', 60),
      ]),
    ),
    // Both pods fail at 30: two of eight runs in the hour. The gap hides good runs, not the failures.
    must: [raises(failingAlert, 'sync', { from: 30.1, until: 45.1 })],
  },
  {
    name: 'Prometheus is down for 90 minutes',
    hours: 6,
    scrapeSeconds: 60,
    gaps: [span(100, 189.5)],
    jobs: { quick: { interval: '1m' }, hourly: { interval: '1h' }, six: { interval: '6h' } },
    pods: [2, 31, 58].map(phaseSeconds =>
      pod(
        `pod-${phaseSeconds}`,
        [
          job('quick', 1, { initial: old }),
          job('hourly', 60),
          job('six', 360, { firstRunAt: at(-100), activeFrom: at(-110), initial: rare }),
        ],
        { phaseSeconds },
      ),
    ),
    // A Prometheus that is down looks like one that lost all targets, so the hourly job may become
    // stale after 130 minutes without samples.
    may: [{ alert: 'BackgroundJobNotRunning', job: 'hourly' }],
  },
  {
    name: 'some scrapes are missed while a job fails',
    hours: 4,
    scrapeSeconds: 60,
    jobs: { quick: { interval: '1m' }, sync: { interval: '15m' } },
    pods: [
      pod(
        'a',
        [
          job('quick', 1, { outcome: failing(60, 120) }),
          job('sync', 15, { outcome: failing(60, 120) }),
        ],
        { missedScrapes: { probability: 0.2 } },
      ),
    ],
    // A run is seen one or two scrapes after its end.
    must: [
      { alert: failingAlert, job: 'quick', fires: [64, 72], clears: [122, 132] },
      { alert: critical, job: 'quick', fires: [65, 75], clears: [120, 130] },
      { alert: failingAlert, job: 'sync', fires: [64, 72], clears: [133, 142] },
      { alert: critical, job: 'sync', fires: [79, 87], clears: [133, 142] },
    ],
  },
  {
    name: 'samples arrive late, and queries wait two minutes for them',
    hours: 3,
    prometheus: { delay: '2m' },
    jobs: { sync: { interval: '5m' }, gone: { interval: '5m' } },
    pods: [pod('a', [job('sync', 5, { outcome: failing(60, 90) })])],
    must: [
      raises(failingAlert, 'sync', { from: 62.1, until: 97.1 }),
      raises(critical, 'sync', { from: 67.1, until: 97.1 }),
      { alert: 'BackgroundJobNotRunning', job: 'gone', fires: [128, 136], clears: 'never' },
    ],
  },
  {
    name: 'a target flaps between up and down',
    hours: 4,
    jobs: { quick: { interval: '1m' }, hourly: { interval: '1h' } },
    pods: [
      pod('a', [job('quick', 1), job('hourly', 60, { outcome: failing(-70, -50) })], {
        from: -75,
        missedScrapes: {
          spans: Array.from({ length: 20 }, (_, index) => span(10 + 9 * index, 15 + 9 * index)),
        },
      }),
    ],
  },
  {
    name: 'every second run fails, and Prometheus is away for 40 minutes',
    hours: 5,
    jobs: { quick: { interval: '1m' }, sync: { interval: '5m' } },
    pods: [pod('a', [job('quick', 1, { outcome: half }), job('sync', 5, { outcome: half })])],
    gaps: [span(150, 190)],
    // Runs that are seen together after the gap are no retries of each other.
    must: ['quick', 'sync'].map(name => ({
      alert: failingAlert,
      job: name,
      fires: [64, 100],
      clears: 'never',
    })),
  },
  missSamplesInIncident('Prometheus is away', {
    gaps: [span(130.3, 175.3)],
    pods: [pod('a', failingJobs)],
  }),
  missSamplesInIncident('the target is down', {
    pods: [pod('a', failingJobs, { missedScrapes: { spans: [span(130.3, 175.3)] } })],
  }),
  missSamplesInIncident('the process is away', {
    pods: [
      pod('a', failingJobs, { to: 130.3, upAfterStop: 'down' }),
      pod('a', failingJobs, { from: 175.3 }),
    ],
  }),
  {
    name: 'runs fail whose pods are the only targets of their source',
    hours: 5,
    scrapeSeconds: 15,
    jobs: { digest: { interval: '15m' } },
    pods: createPodsOfRuns(400, failing(60, 180)),
    must: [
      raises(failingAlert, 'digest', { from: 60.6, until: 195.6 }),
      raises(critical, 'digest', { from: 75.6, until: 195.6 }),
    ],
    may: [{ alert: 'BackgroundJobNotRunning', job: 'digest' }],
  },
  {
    name: 'no run starts any more whose pods are the only targets of their source',
    hours: 4,
    scrapeSeconds: 15,
    jobs: { digest: { interval: '15m' } },
    pods: createPodsOfRuns(60, 'success'),
    must: [raises('BackgroundJobNotRunning', 'digest', { from: 165.6, until: 'never' })],
  },
];
