import type { DurationFact, RunFact } from '../model/facts.ts';
import { minuteEnding } from './runs.ts';
import type { Segments } from './segments.ts';
import type { Kind, StoredSeries } from './store.ts';

/** A run that was never seen running and has not failed after this many scrapes has not failed. */
const settledScrapes = 2;

type TriggeredRuns = Readonly<{ runs: RunFact[]; durations: DurationFact[] }>;

/**
 * Series of one target: when a run last began, whether the last run has failed, and whether one is
 * running.
 */
type TargetSeries = Readonly<Record<'trigger' | 'failing' | 'running', readonly Segments[]>>;

/**
 * Finds runs from three gauges: when a run last began, whether the last run has failed, and whether
 * one is running. A run ends at the scrape that shows its end.
 */
export function readTriggers(series: readonly StoredSeries[]): TriggeredRuns {
  const targets = [...Map.groupBy(series, ({ identity }) => identity.target).values()];
  const found = targets.map(own => {
    const ofKind = (kind: Kind) =>
      own.filter(({ identity }) => identity.kind === kind).map(({ segments }) => segments);
    const [trigger, failing, running] = [ofKind('trigger'), ofKind('failing'), ofKind('running')];
    const unit = own.find(({ identity }) => identity.kind === 'trigger')?.identity.unitSeconds;
    return readTarget({ trigger, failing, running }, unit ?? 1);
  });
  return {
    runs: found.flatMap(({ runs }) => runs).sort((a, b) => a.at - b.at),
    durations: found.flatMap(({ durations }) => durations).sort((a, b) => a.at - b.at),
  };
}

function readTarget(series: TargetSeries, unitSeconds: number): TriggeredRuns {
  const failures = series.failing.flatMap(findRises);
  const isFailing = (time: number) => series.failing.some(one => isRaisedAt(one, time));
  const ends = series.trigger.flatMap(trigger =>
    trigger.starts.flatMap((_, index) =>
      isTriggered(trigger, index) ? findEnd(series, trigger, index) : [],
    ),
  );
  const good = ends.filter(({ end }) => !isFailing(end)).map(({ end }) => end);
  const again = series.trigger.flatMap(trigger => failAgain(trigger, isFailing, failures));
  return {
    runs: [
      ...good.map(time => createRun(time, 'succeeded')),
      ...[...failures, ...again].map(time => createRun(time, 'failed')),
    ],
    durations: series.running.length === 0 ? [] : ends.map(each => measure(each, unitSeconds)),
  };
}

/**
 * A run that has ended: its timestamp, the last scrape at which it was running, and the scrape that
 * shows its end.
 */
type End = Readonly<{ stamp: number; lastSeen: number | undefined; seen: number; end: number }>;

/**
 * Nothing while a run is going on. A run that is never seen running is over before the next scrape.
 */
function findEnd({ running }: TargetSeries, trigger: Segments, index: number): End[] {
  const { starts, values, spacing } = trigger;
  const [seen = 0, stamp = 0] = [starts[index], values[index]];
  const settled = seen + settledScrapes * spacing;
  for (const { starts: from, ends, values: states } of running) {
    const going = states.findIndex((state, i) => {
      const begins = from[i] ?? 0;
      return state > 0 && begins >= seen && begins <= settled;
    });
    if (going < 0) continue;
    const over = states.findIndex((state, i) => i > going && state <= 0);
    return over < 0 ? [] : [{ stamp, lastSeen: ends[over - 1], seen, end: from[over] ?? seen }];
  }
  return [{ stamp, lastSeen: undefined, seen, end: settled }];
}

function measure({ stamp, lastSeen, seen, end }: End, unitSeconds: number): DurationFact {
  const since = (time: number) => Math.max(0, time - stamp * unitSeconds);
  if (lastSeen === undefined) return { at: minuteEnding(end), low: 0, high: since(seen), count: 1 };
  return { at: minuteEnding(end), low: since(lastSeen), high: since(end), count: 1 };
}

/** Whether a segment begins with a run. The timestamp is 0 after a reboot, which is not a run. */
function isTriggered({ values }: Segments, index: number): boolean {
  const [before, value = 0] = [values[index - 1], values[index]];
  return before !== undefined && before !== value && value > 0;
}

/** A run that was triggered while the one before had failed, and failed too. */
function failAgain(
  segments: Segments,
  isFailing: (time: number) => boolean,
  rises: readonly number[],
): number[] {
  const { starts, spacing } = segments;
  return starts.flatMap((start, index) => {
    const settled = start + settledScrapes * spacing;
    const isRise = rises.some(time => Math.abs(time - start) <= settledScrapes * spacing);
    return isTriggered(segments, index) && !isRise && isFailing(start) && isFailing(settled)
      ? [settled]
      : [];
  });
}

function findRises({ starts, values }: Segments): number[] {
  return starts.filter((_, index) => (values[index] ?? 0) > 0 && values[index - 1] === 0);
}

function isRaisedAt({ starts, values }: Segments, time: number): boolean {
  const index = starts.findLastIndex(start => start <= time);
  return index >= 0 && (values[index] ?? 0) > 0;
}

function createRun(time: number, outcome: 'succeeded' | 'failed'): RunFact {
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 0, succeededOn: 0 };
  return { ...none, at: minuteEnding(time), [outcome]: 1 };
}
