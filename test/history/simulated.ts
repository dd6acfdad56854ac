import fc from 'fast-check';
import { parseConfig } from '../../lib/config/load.ts';
import type { Fleet } from '../../lib/model/job.ts';
import { randomFraction } from '../../lib/simulator/random.ts';
import type { Scenario, SimulatedJob, SimulatedProcess } from '../../lib/simulator/scenario.ts';
import { start } from './raw-series.ts';

const HOUR = 3600;

/** How long the application has been watched, in hours, before and after `start`. */
const hours = { before: 16, after: 6 } as const;

export const end = start + hours.after * HOUR;

/** A fleet from the `jobs` of a configuration, in YAML's flow style. */
export function makeFleet(jobs: readonly string[], more = ''): Fleet {
  const text = `prometheus: { url: "http://localhost:9090" }\njobs:\n  ${jobs.join('\n  ')}\n${more}`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' }).fleet;
}

/** The listed jobs of a simulated application; `extra` is not listed. */
export const fleet = makeFleet([
  'minutely: { interval: 1m }',
  'quarterly: { interval: 15m }',
  'hourly: { interval: 1h }',
  'scheduled: { schedule: "20 */2 * * *", grace: { warning: 20m, critical: 2h } }',
  'never: { interval: 5m }',
]);

type Failures = Readonly<{ share: number; from: number; to: number }>;

const failures = fc.record({
  share: fc.constantFrom(0, 0.02, 0.2, 0.6, 1),
  from: fc.integer({ min: -4, max: 5 }).map(hour => start + hour * HOUR),
  to: fc.integer({ min: 1, max: 9 }).map(hour => start + hour * HOUR),
});

function makeJob(
  name: string,
  intervalSeconds: number,
  { share, from, to }: Failures,
): SimulatedJob {
  const draw = (time: number, what: string) => randomFraction(3, name, what, time);
  return {
    name,
    intervalSeconds,
    firstRunAt: start - 20 * HOUR,
    startJitterSeconds: 20,
    durationSeconds: time => Math.round(10 + 600 * draw(time, 'length') ** 6 * (1 + 3 * share)),
    outcome: time => {
      const isBad = time >= from && time < to && draw(time, 'outcome') < share;
      return isBad ? 'failed' : draw(time, 'other') < 0.02 ? 'partial' : 'success';
    },
    items: time => ({ success: 8, failed: draw(time, 'items') < share ? 9 : 0, skipped: 1 }),
    queue: time => Math.round(150 * (1 + share) * ((time / HOUR) % 1) + (time > to ? 900 : 0)),
  };
}

const intervals = { minutely: 60, quarterly: 900, hourly: HOUR, scheduled: 2 * HOUR, extra: 600 };

/** Lives of one instance: it dies at any second, and comes back after a while, or not at all. */
const lives = fc.array(
  fc.record({
    diesAt: fc.integer({ min: start - 10 * HOUR, max: end }),
    isAwaySeconds: fc.constantFrom(0, 20, 200, 2000, 9000),
    upAfterStop: fc.constantFrom('gone' as const, 'down' as const),
  }),
  { maxLength: 4 },
);

const spans = (most: number, longest: number) =>
  fc.array(
    fc.record({
      from: fc.integer({ min: start - 6 * HOUR, max: end }),
      seconds: fc.integer({ min: 20, max: longest }),
    }),
    { maxLength: most },
  );

const toSpans = (list: readonly Readonly<{ from: number; seconds: number }>[]) =>
  list.map(({ from, seconds }) => ({ from, to: from + seconds }));

const instance = fc.record({
  lives,
  missed: spans(3, 400),
  preinitialised: fc.boolean(),
  labels: fc.constantFrom<Record<string, string>>({}, { env: 'prod' }),
});

type Instance = typeof instance extends fc.Arbitrary<infer Value> ? Value : never;

function makeProcesses(
  name: string,
  { lives: planned, missed, preinitialised, labels }: Instance,
  jobs: readonly SimulatedJob[],
): SimulatedProcess[] {
  const processes: SimulatedProcess[] = [];
  let startsAt = start - 30 * HOUR;
  const common = { instance: name, preinitialised, labels, jobs };
  for (const life of planned.toSorted((a, b) => a.diesAt - b.diesAt)) {
    if (life.diesAt <= startsAt) continue;
    const { diesAt: stopsAt, upAfterStop } = life;
    processes.push({
      ...common,
      startsAt,
      stopsAt,
      upAfterStop,
      missedScrapes: { spans: toSpans(missed) },
    });
    startsAt = stopsAt + life.isAwaySeconds;
  }
  if (startsAt < end) {
    processes.push({ ...common, startsAt, missedScrapes: { spans: toSpans(missed) } });
  }
  return processes;
}

/** An application of two instances, with everything that happens to real applications. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    jobFailures: fc.tuple(failures, failures, failures, failures, failures),
    instances: fc.array(instance, { minLength: 1, maxLength: 2 }),
    gaps: spans(2, 3000),
    scrapeSeconds: fc.constantFrom(15, 30, 60),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ jobFailures, instances, gaps, scrapeSeconds, seed }) => {
    const jobs = Object.entries(intervals).map(([name, seconds], index) =>
      makeJob(name, seconds, jobFailures[index] ?? jobFailures[0]),
    );
    return {
      from: start - hours.before * HOUR,
      to: end,
      scrapeSeconds,
      seed,
      gaps: toSpans(gaps),
      processes: instances.flatMap((one, index) => makeProcesses(`app:${index + 1}`, one, jobs)),
    };
  });
