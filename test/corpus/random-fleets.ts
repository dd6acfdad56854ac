import fc from 'fast-check';
import type { SimulatedJob, SimulatedProcess } from '../../lib/simulator/scenario.ts';
import { at } from './clock.ts';
import type { CorpusScenario } from './scenario.ts';
import { pod } from './scenario-parts.ts';

/** Whether a fleet stays healthy, or what happens to its jobs at a minute. */
type Fate = Readonly<{ kind: 'healthy' }> | Readonly<{ kind: 'fails' | 'stops'; minute: number }>;

/** A random job; times are in minutes. Jobs with an interval of at least 1 h start on the hour. */
export type RandomJob = Readonly<{ name: string; everyMinutes: number; jitterMinutes: number }>;

export type RandomFleet = Readonly<{
  fate: Fate;
  jobs: readonly RandomJob[];
  scenario: CorpusScenario;
}>;

const hours = 6;

/** The longest run and the longest time without a process, in minutes. */
export const longestRun = 4.6;
const longestAbsence = 2;

/** Minutes of an hour at which no slow job is due or running, so that a restart loses no run. */
const quietMinutes = { min: 25, max: 54 } as const;

/** Interval from which on a restart must not lose a run: it would cost a whole interval. */
const slow = 60;

const plans = fc.record({
  everyMinutes: fc.constantFrom(1, 2, 5, 10, 15, 20, 30, 60, 120, 360),
  wander: fc.double({ min: 0, max: 0.25, noNaN: true }),
  share: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  items: fc.boolean(),
  queue: fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined }),
  itemsPerRun: fc.integer({ min: 10, max: 200 }),
});

type Drawn<Thing> = Thing extends fc.Arbitrary<infer Value> ? Value : never;

type Plan = Omit<Drawn<typeof plans>, 'everyMinutes'> & Readonly<{ everyMinutes: number }>;

const restarts = fc.record({
  hour: fc.integer({ min: 0, max: hours - 1 }),
  minute: fc.double({ ...quietMinutes, noNaN: true }),
  absence: fc.double({ min: 0.1, max: longestAbsence, noNaN: true }),
  replaced: fc.boolean(),
});

const weather = fc.record({
  scrapeSeconds: fc.constantFrom(15, 30, 60),
  replicas: fc.integer({ min: 1, max: 2 }),
  missed: fc.constantFrom(0, 0.02, 0.1),
  preinitialised: fc.boolean(),
  upAfterStop: fc.constantFrom('down' as const, 'gone' as const),
  bornLate: fc.boolean(),
  restarts: fc.uniqueArray(restarts, { maxLength: 5, selector: restart => restart.hour }),
});

type Weather = Drawn<typeof weather>;

const recipe = fc.record({
  weather,
  plans: fc.array(plans, { minLength: 1, maxLength: 3 }),
  fateMinute: fc.double({ min: 30, max: 90, noNaN: true }),
});

/** Creates this many fleets. The same seed gives the same fleets. */
export function randomFleets(kind: Fate['kind'], count: number, seed: number): RandomFleet[] {
  return fc.sample(recipe, { seed, numRuns: count }).map((drawn, index) => {
    const fate = kind === 'healthy' ? { kind } : { kind, minute: drawn.fateMinute };
    return createFleet(`${kind} fleet ${index + 1}`, fate, drawn);
  });
}

function createFleet(
  name: string,
  fate: Fate,
  drawn: Readonly<{ weather: Weather; plans: readonly Plan[] }>,
): RandomFleet {
  // A job that is to fail or stop has to run several times within the hours.
  const longest = fate.kind === 'healthy' ? Number.POSITIVE_INFINITY : slow;
  const kept = drawn.plans.map(plan => ({
    ...plan,
    everyMinutes: Math.min(plan.everyMinutes, longest),
  }));
  const simulated = kept.map((plan, index) => createJob(`job_${index}`, plan, fate));
  const jobs = kept.map(({ everyMinutes, wander }, index) => ({
    name: `job_${index}`,
    everyMinutes,
    jitterMinutes: limitJitter(everyMinutes, wander),
  }));
  const scenario = {
    name,
    hours,
    scrapeSeconds: drawn.weather.scrapeSeconds,
    jobs: Object.fromEntries(jobs.map(job => [job.name, { interval: `${job.everyMinutes}m` }])),
    pods: createLives(drawn.weather, simulated),
  };
  return { fate, jobs, scenario };
}

/** Limits the jitter, so that slow jobs are never due in the quiet minutes. */
function limitJitter(everyMinutes: number, wander: number): number {
  return Math.min(everyMinutes * wander, quietMinutes.min - longestRun - 1);
}

function createJob(name: string, plan: Plan, fate: Fate): SimulatedJob {
  const { everyMinutes, wander, share, itemsPerRun, queue } = plan;
  const runMinutes = Math.min(everyMinutes * share, longestRun);
  const failed = Math.floor(itemsPerRun / 20);
  return {
    name,
    intervalSeconds: everyMinutes * 60,
    firstRunAt: at(0),
    startJitterSeconds: limitJitter(everyMinutes, wander) * 60,
    durationSeconds: Math.round(runMinutes * 60_000) / 1000,
    outcome: start => (fate.kind === 'fails' && start >= at(fate.minute) ? 'failed' : 'success'),
    ...(fate.kind === 'stops' ? { activeTo: at(fate.minute) } : {}),
    ...(plan.items ? { items: { success: itemsPerRun - failed, failed } } : {}),
    ...(queue === undefined ? {} : { queue: () => queue }),
  };
}

/** Creates each replica's processes, from one restart to the next, with the old name or a new one. */
function createLives(drawn: Weather, jobs: readonly SimulatedJob[]): SimulatedProcess[] {
  const ordered = drawn.restarts.toSorted((a, b) => a.hour - b.hour);
  return Array.from({ length: drawn.replicas }, (_, replica) => {
    let instance = `pod-${replica}`;
    let from = drawn.bornLate ? -70 : -2880;
    const lives: SimulatedProcess[] = [];
    const common = {
      preinitialised: drawn.preinitialised,
      missedScrapes: { probability: drawn.missed },
    };
    for (const { hour, minute, absence, replaced } of ordered) {
      const to = hour * 60 + minute + replica;
      const upAfterStop = replaced ? 'gone' : drawn.upAfterStop;
      lives.push(pod(instance, jobs, { ...common, from, to, upAfterStop }));
      from = to + absence;
      if (replaced) instance = `pod-${replica}-${hour}`;
    }
    return [...lives, pod(instance, jobs, { ...common, from })];
  }).flat();
}
