import type { TimeRange } from '../model/time-range.ts';
import { randomFraction } from './random.ts';
import { defaultScrapeJob, type Scenario, type SimulatedProcess } from './scenario.ts';

/** When Prometheus scraped a target (each gives a sample of `up`), and when it got an answer. */
export type Scrapes = Readonly<{ attempted: readonly number[]; answered: readonly number[] }>;

/** Lists a process's scrapes up to and including `until` (Unix seconds). */
export function listScrapes(scenario: Scenario, process: SimulatedProcess, until: number): Scrapes {
  const { from, to, scrapeSeconds } = scenario;
  const first = from + findPhase(scenario, process);
  const last = Math.min(to, until);
  const scrapes: Scrapes[] = [];
  for (let index = 0; ; index += 1) {
    const time = Math.round((first + index * scrapeSeconds) * 1000) / 1000;
    if (time > last) break;
    scrapes.push(scrapeAt(scenario, process, time));
  }
  return {
    attempted: scrapes.flatMap(scrape => scrape.attempted),
    answered: scrapes.flatMap(scrape => scrape.answered),
  };
}

/** Gives the result of one scrape. A stopped process is scraped only if its target is down. */
export function scrapeAt(scenario: Scenario, process: SimulatedProcess, time: number): Scrapes {
  const stopsAt = process.stopsAt ?? Number.POSITIVE_INFINITY;
  const forgottenAt = process.upAfterStop === 'down' ? nextStart(scenario, process) : stopsAt;
  const known = time >= (process.startsAt ?? scenario.from) && time < forgottenAt;
  if (!known || isWithin(scenario.gaps, time)) return { attempted: [], answered: [] };
  const answers = time < stopsAt && !isMissed(scenario, process, time);
  return { attempted: [time], answered: answers ? [time] : [] };
}

function findPhase({ seed, scrapeSeconds }: Scenario, process: SimulatedProcess): number {
  return (
    process.phaseSeconds ??
    randomFraction(seed, 'phase', ...identifyTarget(process)) * scrapeSeconds
  );
}

function identifyTarget(process: SimulatedProcess): [string, string] {
  return [process.job ?? defaultScrapeJob, process.instance];
}

function nextStart(scenario: Scenario, process: SimulatedProcess): number {
  const findStart = (other: SimulatedProcess) => other.startsAt ?? scenario.from;
  const target = identifyTarget(process).join('\u0000');
  const later = scenario.processes.filter(
    other =>
      identifyTarget(other).join('\u0000') === target && findStart(other) > findStart(process),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...later.map(findStart));
}

function isMissed(scenario: Scenario, process: SimulatedProcess, time: number): boolean {
  const { probability = 0, spans } = process.missedScrapes ?? {};
  if (isWithin(spans, time)) return true;
  if (probability === 0) return false;
  return randomFraction(scenario.seed, 'scrape', process.instance, time) < probability;
}

function isWithin(spans: readonly TimeRange[] | undefined, time: number): boolean {
  return spans?.some(span => time >= span.from && time < span.to) ?? false;
}
