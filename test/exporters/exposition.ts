import { at } from '../corpus/clock.ts';

export type Labels = Readonly<Record<string, string>>;

/** A run: Unix seconds of its start and its end, and its outcome. */
export type Run = Readonly<{ start: number; end: number; outcome: string }>;

/** When series are scraped: minutes of the case, and seconds between two scrapes. */
export type Scrape = Readonly<{ from?: number; to?: number; everySeconds?: number }>;

/** Samples as an exporter shows them at each scrape; for an undefined value there is no sample. */
export type Exposition = Readonly<{
  gauge: (name: string, labels: Labels, read: (time: number) => number | undefined) => void;
  /** Without `zero` a counter begins with its first event. */
  counter: (name: string, labels: Labels, events: readonly number[], zero?: 'zero') => void;
  /** Sum and count of the run times; with bounds the buckets as well. `scale` 1000 for ms. */
  timer: (name: string, labels: Labels, runs: readonly Run[], shape?: Shape) => void;
  /** The newest event in Unix seconds. */
  stamp: (name: string, labels: Labels, events: readonly number[]) => void;
  lines: readonly string[];
}>;

export type Shape = Readonly<{ bounds?: readonly number[]; scale?: number }>;

const phaseSeconds = 7;

/** An exposition of a case that is scraped for this many hours, every minute by default. */
export function createExposition(caseName: string, hours: number, scrape: Scrape = {}): Exposition {
  const { from = 0, to = hours * 60, everySeconds = 60 } = scrape;
  const lines: string[] = [];
  const times: number[] = [];
  for (let time = at(from) + phaseSeconds; time < at(to); time += everySeconds) times.push(time);
  const gauge: Exposition['gauge'] = (name, labels, read) => {
    const text = Object.entries({ ...labels, case: caseName }).map(([k, v]) => `${k}="${v}"`);
    for (const time of times) {
      const value = read(time);
      if (value !== undefined) lines.push(`${name}{${text.join(',')}} ${value} ${time}`);
    }
  };
  const counter: Exposition['counter'] = (name, labels, events, zero) =>
    gauge(name, labels, time => {
      const count = countUntil(events, time);
      return count > 0 || zero === 'zero' ? count : undefined;
    });
  const timer: Exposition['timer'] = (name, labels, runs, { bounds = [], scale = 1 } = {}) => {
    const lengths = (time: number) =>
      runs.filter(({ end }) => end <= time).map(({ start, end }) => (end - start) * scale);
    const unlessNone = (value: number, time: number) =>
      lengths(time).length === 0 ? undefined : value;
    gauge(`${name}_sum`, labels, time =>
      unlessNone(
        lengths(time).reduce((sum, length) => sum + length, 0),
        time,
      ),
    );
    for (const bound of bounds.length === 0 ? [] : [...bounds, Number.POSITIVE_INFINITY]) {
      const le = Number.isFinite(bound) ? String(bound) : '+Inf';
      gauge(`${name}_bucket`, { ...labels, le }, time =>
        unlessNone(lengths(time).filter(length => length <= bound).length, time),
      );
    }
    gauge(`${name}_count`, labels, time => unlessNone(lengths(time).length, time));
  };
  const stamp: Exposition['stamp'] = (name, labels, events) =>
    gauge(name, labels, time => events[countUntil(events, time) - 1]);
  return { gauge, counter, timer, stamp, lines };
}

/** How many of ascending events are at or before a time. */
function countUntil(events: readonly number[], time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ends of the runs with an outcome, or of all runs. */
export function listEnds(runs: readonly Run[], outcome?: string): number[] {
  return runs.filter(run => outcome === undefined || run.outcome === outcome).map(run => run.end);
}

export function pick(runs: readonly Run[], outcome: string): Run[] {
  return runs.filter(run => run.outcome === outcome);
}
