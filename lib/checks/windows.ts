import type { Fleet, Job, WindowName } from '../model/job.ts';
import { type Matcher, matchJobs } from './promql.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The only windows there are by default, in seconds: they bound the number of queries. */
export const windowLadder: readonly number[] = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  15 * HOUR,
  DAY,
  3 * DAY,
];

/** Two and a half intervals hold the last two runs, even if they wander by a quarter each. */
const intervalsPerWindow = 2.5;

/**
 * The window for a job, in seconds: the original's, or 2.5 intervals rounded up the ladder,
 * whichever is longer. `undefined` above the ladder's top.
 */
export function windowFor(
  originalSeconds: number,
  intervalSeconds: number | undefined,
): number | undefined {
  const neededSeconds = intervalsPerWindow * (intervalSeconds ?? 0);
  if (neededSeconds <= originalSeconds) return originalSeconds;
  const rung = windowLadder.find(seconds => seconds >= neededSeconds);
  return rung === undefined ? undefined : Math.max(rung, originalSeconds);
}

/** Jobs that share a window: one query serves them all, however many they are. */
export type WindowGroup = Readonly<{ windowSeconds: number; matchers: readonly Matcher[] }>;

/**
 * One group for each distinct window. The group of the unlisted jobs' window matches every name
 * but those of the other groups, so that jobs nobody listed are found.
 */
export function groupByWindow(
  fleet: Fleet,
  windows: readonly WindowName[],
  includes: (job: Job) => boolean = () => true,
): WindowGroup[] {
  const namesByWindow = new Map<number, Set<string>>();
  for (const window of windows) {
    for (const job of fleet.jobs.filter(includes)) {
      const seconds = job.windowSeconds[window];
      if (seconds === undefined) continue;
      const names = namesByWindow.get(seconds) ?? new Set();
      namesByWindow.set(seconds, names.add(job.name));
    }
  }
  const open = fleet.unlisted.maximum === 0 ? [] : openWindows(fleet, windows);
  return [
    ...open.map(seconds => openGroup(fleet, seconds, namesByWindow)),
    ...[...namesByWindow]
      .filter(([seconds]) => !open.includes(seconds))
      .map(([windowSeconds, names]) => ({
        windowSeconds,
        matchers: [matchJobs(fleet.source, [...names], 'only')],
      })),
  ].sort((a, b) => a.windowSeconds - b.windowSeconds);
}

function openWindows(fleet: Fleet, windows: readonly WindowName[]): number[] {
  const seconds = windows.map(window => fleet.unlisted.settings.windowSeconds[window]);
  return [...new Set(seconds.filter(window => window !== undefined))];
}

function openGroup(
  fleet: Fleet,
  windowSeconds: number,
  namesByWindow: ReadonlyMap<number, ReadonlySet<string>>,
): WindowGroup {
  const here = namesByWindow.get(windowSeconds) ?? new Set();
  const elsewhere = fleet.jobs.map(job => job.name).filter(name => !here.has(name));
  return {
    windowSeconds,
    matchers: elsewhere.length === 0 ? [] : [matchJobs(fleet.source, elsewhere, 'others')],
  };
}
