import { findAlert } from '../../lib/checks/index.ts';
import type { AlertName } from '../../lib/model/job.ts';
import type { PerRun, SimulatedJob, SimulatedProcess, Span } from '../../lib/simulator/scenario.ts';
import { at } from './clock.ts';
import type { Demand } from './scenario.ts';

/** Lives since long before Prometheus looked at it. */
const longBefore = -2 * 1440;

/** A process with these jobs; `from` and `to` in minutes of the scenario. */
export function pod(
  instance: string,
  jobs: readonly SimulatedJob[],
  life: Readonly<{ from?: number; to?: number } & Partial<SimulatedProcess>> = {},
): SimulatedProcess {
  const { from = longBefore, to, ...rest } = life;
  const stops = to === undefined ? {} : { stopsAt: at(to) };
  return { instance, startsAt: at(from), ...stops, jobs, ...rest };
}

/** A job that runs for 6 s every so many minutes, at whole multiples of them. */
export function job(
  name: string,
  everyMinutes: number,
  extra: Partial<SimulatedJob> = {},
): SimulatedJob {
  const plan = { intervalSeconds: everyMinutes * 60, firstRunAt: at(0), durationSeconds: 6 };
  return { name, ...plan, ...extra };
}

/** Runs that start from one minute to before the other fail; the rest succeed. */
export function failing(from: number, to = Number.POSITIVE_INFINITY): PerRun<string> {
  return during(from, to, 'failed', 'success');
}

/** One value for runs that start from one minute to before the other, another for the rest. */
export function during<T>(from: number, to: number, inside: T, outside: T): (start: number) => T {
  return start => (start >= at(from) && start < at(to) ? inside : outside);
}

export function span(from: number, to: number): Span {
  return { from: at(from), to: at(to) };
}

/** A scrape may come a minute after the fact, a minute is judged as a whole, and one to spare. */
const slackMinutes = 3;

/** When a condition is true, in minutes of the scenario, and what else shifts its alarm. */
export type Truth = Readonly<{
  from: number;
  /** Without it the end is not looked at; `never`: it is still true when the scenario ends. */
  until?: number | 'never';
  /** Windows above 1 h are counted in steps of 5 min, above a day of 15. */
  grid?: number;
  hold?: number;
  atMost?: number;
}>;

/** The alarm's bounds follow from when its condition is true and how long it has to hold. */
export function raises(alert: AlertName, name: string, truth: Truth): Demand {
  const { from, until, grid = 1, hold = findHold(alert), atMost = 1 } = truth;
  const late = slackMinutes + grid;
  const fires = [Math.floor(from) + hold - 1, from + hold - 1 + late] as const;
  const clears =
    typeof until === 'number' ? { clears: [Math.floor(until) - 1, until + late] as const } : {};
  const stays = until === 'never' ? { clears: 'never' as const } : {};
  return { alert, job: name, fires, ...clears, ...stays, atMost };
}

/** The original's hold time, in minutes. */
function findHold(alert: AlertName): number {
  const rhythm = { intervalSeconds: undefined, schedule: undefined };
  return findAlert(alert).byDefault(rhythm).holdMinutes;
}
