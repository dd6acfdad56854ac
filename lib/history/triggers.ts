import type { DurationFact, RunFact } from '../model/facts.ts';
import { mergeCopies, type Segment } from './merge-copies.ts';
import { minuteEnding } from './runs.ts';
import type { Kind, StoredSeries } from './store.ts';

/** A run that was never seen running and has not failed after this many scrapes has not failed. */
const settledScrapes = 2;

type TriggeredRuns = Readonly<{ runs: RunFact[]; durations: DurationFact[] }>;

/**
 * Finds runs from three gauges: when a run last began, whether the last run has failed, and whether
 * one is running. A run ends at the scrape that shows its end.
 */
export function readTriggers(series: readonly StoredSeries[]): TriggeredRuns {
  const targets = [...Map.groupBy(series, ({ identity }) => identity.target).values()];
  const found = targets.map(readTarget);
  return {
    runs: found.flatMap(({ runs }) => runs).sort((a, b) => a.at - b.at),
    durations: found.flatMap(({ durations }) => durations).sort((a, b) => a.at - b.at),
  };
}

/** The copies of a series, as in an HA pair, show the same runs. */
function readTarget(series: readonly StoredSeries[]): TriggeredRuns {
  const ofKind = (kind: Kind) =>
    series.filter(({ identity }) => identity.kind === kind).map(({ segments }) => segments);
  const [trigger, failing, running] = [
    mergeCopies(ofKind('trigger')),
    mergeCopies(ofKind('failing')),
    mergeCopies(ofKind('running')),
  ];
  const settling = settledScrapes * Math.min(...ofKind('trigger').map(({ spacing }) => spacing));
  const isFailing = (time: number) =>
    (failing.findLast(({ start }) => start <= time)?.value ?? 0) > 0;
  const begins = listBegins(trigger);
  const ends = begins.flatMap(begin => findEnd(running, begin, begin.start + settling));
  const good = ends.map(({ end }) => end).filter(end => !isFailing(end));
  const rises = listRises(failing);
  // triggered while the one before had failed, and failed too
  const again = begins
    .map(({ start }) => start)
    .filter(start => !rises.some(time => Math.abs(time - start) <= settling) && isFailing(start))
    .map(start => start + settling)
    .filter(isFailing);
  return {
    runs: [
      ...good.map(time => createRun(time, 'succeeded')),
      ...[...rises, ...again].map(time => createRun(time, 'failed')),
    ],
    durations: running.length > 0 ? ends.map(measure) : [],
  };
}

/** Where runs begin: the timestamp changes. It is 0 after a reboot, which is not a run. */
function listBegins(trigger: readonly Segment[]): Segment[] {
  return trigger.filter(({ value }, index) => {
    const before = trigger[index - 1];
    return before !== undefined && before.value !== value && value > 0;
  });
}

function listRises(failing: readonly Segment[]): number[] {
  return failing
    .filter(({ value }, index) => value > 0 && failing[index - 1]?.value === 0)
    .map(({ start }) => start);
}

/**
 * A run that has ended: its timestamp, the last scrape at which it was running, and the scrape that
 * shows its end.
 */
type End = Readonly<{ stamp: number; lastSeen: number | undefined; seen: number; end: number }>;

/** Nothing while a run is going on. A run that is never seen running is over once it is settled. */
function findEnd(
  running: readonly Segment[],
  { start: seen, value: stamp }: Segment,
  settled: number,
): End[] {
  const going = running.findIndex(
    ({ start, value }) => value > 0 && start >= seen && start <= settled,
  );
  if (going < 0) return [{ stamp, lastSeen: undefined, seen, end: settled }];
  const since = running.slice(going);
  return since
    .flatMap(({ start, value }, index) =>
      value > 0 ? [] : { stamp, lastSeen: since[index - 1]?.end, seen, end: start },
    )
    .slice(0, 1);
}

function measure({ stamp, lastSeen, seen, end }: End): DurationFact {
  const since = (time: number) => Math.max(0, time - stamp);
  if (lastSeen === undefined) return { at: minuteEnding(end), low: 0, high: since(seen), count: 1 };
  return { at: minuteEnding(end), low: since(lastSeen), high: since(end), count: 1 };
}

function createRun(time: number, outcome: 'succeeded' | 'failed'): RunFact {
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  return { ...none, at: minuteEnding(time), [outcome]: 1 };
}
