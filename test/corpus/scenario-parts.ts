import { findAlert } from '../../lib/checks/index.ts';
import type { AlertName } from '../../lib/model/job.ts';
import type { TimeRange } from '../../lib/model/time-range.ts';
import type { PerRun, SimulatedJob, SimulatedProcess } from '../../lib/simulator/scenario.ts';
import { at } from './clock.ts';
import type { Demand } from './scenario.ts';

/** Start of a process that runs long before the first scrape. */
const longBefore = -2 * 1440;

/** Creates a process with these jobs. `from` and `to` are minutes of the scenario. */
export function pod(
  instance: string,
  jobs: readonly SimulatedJob[],
  life: Readonly<{ from?: number; to?: number } & Partial<SimulatedProcess>> = {},
): SimulatedProcess {
  const { from = longBefore, to, ...rest } = life;
  const stops = to === undefined ? {} : { stopsAt: at(to) };
  return { instance, startsAt: at(from), ...stops, jobs, ...rest };
}

/** Creates a job that runs every `everyMinutes` for 6 s. */
export function job(
  name: string,
  everyMinutes: number,
  extra: Partial<SimulatedJob> = {},
): SimulatedJob {
  const plan = { intervalSeconds: everyMinutes * 60, firstRunAt: at(0), durationSeconds: 6 };
  return { name, ...plan, ...extra };
}

/** Runs that start at or after `from` and before `to` fail; the others succeed. */
export function failing(from: number, to = Number.POSITIVE_INFINITY): PerRun<string> {
  return during(from, to, 'failed', 'success');
}

/** Gives `inside` for times at or after `from` and before `to`, and `outside` for others. */
export function during<T>(from: number, to: number, inside: T, outside: T): (start: number) => T {
  return start => (start >= at(from) && start < at(to) ? inside : outside);
}

export function span(from: number, to: number): TimeRange {
  return { from: at(from), to: at(to) };
}

/** A scrape may come a minute late, each minute is judged as a whole, and one minute is a margin. */
const slackMinutes = 3;

/** When a condition is true, in minutes of the scenario, and what else delays its alarm. */
type Truth = Readonly<{
  from: number;
  /** Without it, the end is not checked. `never`: still true at the scenario's end. */
  until?: number | 'never';
  /** Minutes by which the judgement's step may delay the alarm. */
  grid?: number;
  hold?: number;
  atMost?: number;
}>;

/** Creates a demand from when the condition is true and how long it has to hold. */
export function raises(alert: AlertName, name: string, truth: Truth): Demand {
  const { from, until, grid = 1, hold = findHold(alert), atMost = 1 } = truth;
  const late = slackMinutes + grid;
  const fires = [Math.floor(from) + hold - 1, from + hold - 1 + late] as const;
  const clears =
    typeof until === 'number' ? { clears: [Math.floor(until) - 1, until + late] as const } : {};
  const stays = until === 'never' ? { clears: 'never' as const } : {};
  return { alert, job: name, fires, ...clears, ...stays, atMost };
}

/** The default hold time, in minutes. */
function findHold(alert: AlertName): number {
  const rhythm = { intervalSeconds: undefined, schedule: undefined };
  return findAlert(alert).byDefault(rhythm).holdMinutes;
}
