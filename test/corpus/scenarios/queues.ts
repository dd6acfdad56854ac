import { toMinute } from '../clock.ts';
import type { CorpusScenario } from '../scenario.ts';
import { during, job, pod, raises, span } from '../scenario-parts.ts';

const growing = 'BackgroundJobQueueGrowing';
const size = 'BackgroundJobCriticalQueueSize';

/** Creates a queue that is empty, then grows by a number per minute, then keeps its size. */
function rising(from: number, to: number, perMinute: number) {
  return (time: number) => Math.round(perMinute * Math.max(0, Math.min(toMinute(time), to) - from));
}

const worker = (queue: (time: number) => number | undefined, name = 'work') =>
  job(name, 1, { queue });

export const queueScenarios: readonly CorpusScenario[] = [
  {
    name: 'a queue grows from nothing',
    hours: 3,
    jobs: { work: { interval: '1m' } },
    pods: [pod('a', [worker(rising(60, 90, 20))])],
    // Over 100 from 65 on, and over 1.5 times its size of 10 min before until 90.
    must: [raises(growing, 'work', { from: 65.1, until: 90 })],
  },
  {
    name: 'a queue doubles every ten minutes',
    hours: 4,
    jobs: { work: { interval: '1m' } },
    pods: [
      pod('a', [
        worker(time => {
          const minute = Math.min(Math.max(toMinute(time), 60), 110);
          return Math.round(60 * 2 ** ((minute - 60) / 10));
        }),
      ]),
    ],
    // Over 1.5 times from 65.8 on, over 100 from 67.4. At 110 it stops at 1920. It is over 1000 from
    // 100.6 on. The ratio is below 1.5 from 114.2 on.
    must: [
      raises(growing, 'work', { from: 67.4, until: 114.2 }),
      raises(size, 'work', { from: 100.6, until: 'never' }),
    ],
  },
  {
    name: 'a queue is long for an hour',
    hours: 3,
    scrapeSeconds: 60,
    jobs: { work: { interval: '1m' } },
    pods: [pod('a', [worker(during(60, 120, 1500, 900))], { missedScrapes: { probability: 0.1 } })],
    must: [raises(size, 'work', { from: 60, until: 120 })],
  },
  {
    name: 'queues are steady, small, or exactly at the limit',
    hours: 3,
    jobs: { steady: { interval: '1m' }, small: { interval: '1m' }, edge: { interval: '1m' } },
    pods: [
      pod('a', [
        worker(() => 950, 'steady'),
        worker(rising(30, 120, 1), 'small'),
        worker(() => 1000, 'edge'),
      ]),
    ],
  },
  {
    name: 'two replicas report the same queue',
    hours: 3,
    jobs: { work: { interval: '1m' } },
    pods: ['a', 'b'].map(instance => pod(instance, [worker(() => 700)])),
  },
  {
    name: 'only one of two replicas reports a queue',
    hours: 3,
    jobs: { work: { interval: '1m' } },
    pods: [pod('a', [worker(during(60, 100, 1200, 10))]), pod('b', [worker(() => 0)])],
    must: [raises(size, 'work', { from: 60, until: 100 })],
  },
  {
    name: "one job has no queue, and another job's queue appears with many entries",
    hours: 3,
    jobs: { none: { interval: '1m' }, late: { interval: '1m' } },
    pods: [
      pod('a', [job('none', 1), worker(time => (toMinute(time) < 60 ? undefined : 1400), 'late')]),
    ],
    must: [raises(size, 'late', { from: 60, until: 'never' })],
  },
  {
    name: 'a queue jumps for a short time',
    hours: 3,
    jobs: { work: { interval: '1m' } },
    pods: [pod('a', [worker(during(60, 68, 5000, 400))])],
  },
  {
    name: 'a job has its own queue limits',
    hours: 3,
    jobs: {
      work: { interval: '1m', queue: { size: 50, criticalHold: '3m' } },
      ignored: { interval: '1m', queue: false },
    },
    pods: [pod('a', [worker(during(60, 90, 60, 20)), worker(during(60, 90, 9000, 20), 'ignored')])],
    must: [raises(size, 'work', { from: 60, until: 90, hold: 3 })],
  },
  {
    name: 'the process with the queue is away for three minutes',
    hours: 3,
    jobs: { work: { interval: '1m' } },
    pods: [
      pod('a', [worker(during(60, 120, 1500, 900))], {
        missedScrapes: { spans: [span(80, 83)] },
        phaseSeconds: 10,
      }),
    ],
    must: [raises(size, 'work', { from: 60, until: 120 })],
  },
];
