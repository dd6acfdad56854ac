import type { Config } from '../lib/config/config.ts';
import { parseConfig } from '../lib/config/load.ts';

/** A fleet to measure: its jobs, the length of its history and its scrape interval. */
export type MeasuredFleet = Readonly<{
  /**
   * `usual`: processes that live for days. `pods`: each run has its own process, which lives for
   * five minutes. `monthly`: as usual, but the last job runs once a month.
   */
  kind: 'usual' | 'pods' | 'monthly';
  jobs: number;
  /** Jobs per process, which is one target. */
  jobsPerTarget: number;
  historySeconds: number;
  scrapeSeconds: number;
}>;

/** The end of all histories. It is fixed, so that later runs can use the same data. */
export const historyEnd = Date.UTC(2026, 10, 24, 10, 39) / 1000;

/** Creates EventBridge Scheduler's event for a minute, in Unix seconds. */
export function createScheduledEvent(at: number) {
  return { scheduledTime: new Date(at * 1000).toISOString() };
}

const HOUR = 3600;
const DAY = 24 * HOUR;

const usual = { kind: 'usual', jobsPerTarget: 50, historySeconds: 74 * HOUR } as const;

/**
 * Ten thousand jobs fill 3 GB per day, and 16 hours contain what a round reads for most of them. A
 * hundred and four jobs that run every ten minutes have about 15,000 pods a day.
 */
export const measuredFleets: readonly MeasuredFleet[] = [
  { ...usual, jobs: 6, scrapeSeconds: 15 },
  { ...usual, jobs: 490, scrapeSeconds: 60 },
  { ...usual, jobs: 1000, scrapeSeconds: 60 },
  { ...usual, jobs: 10_000, historySeconds: 16 * HOUR, scrapeSeconds: 60 },
  { kind: 'pods', jobs: 104, jobsPerTarget: 1, historySeconds: DAY, scrapeSeconds: 60 },
  { ...usual, kind: 'monthly', jobs: 490, jobsPerTarget: 2, scrapeSeconds: 60 },
];

/** A fleet's name on the command line: its number of jobs, or its kind if it is not usual. */
export function nameFleet({ kind, jobs }: MeasuredFleet): string {
  return kind === 'usual' ? String(jobs) : kind;
}

/** How tables name a fleet. */
export function describeFleet(fleet: Pick<MeasuredFleet, 'kind' | 'jobs'>): string {
  const jobs = fleet.jobs.toLocaleString('en-US');
  if (fleet.kind === 'pods') return `${jobs}, each run in its own pod`;
  return fleet.kind === 'monthly' ? `${jobs}, one of them monthly` : jobs;
}

/** The jobs use these intervals in turn, so that windows of all lengths occur. */
const intervals = ['1m', '5m', '15m', '1h', '6h', '1d'] as const;

const intervalSeconds: Readonly<Record<(typeof intervals)[number], number>> = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '1d': DAY,
};

/** The monthly job ran last twenty days before the end of the history. */
const monthly = { schedule: '39 10 4 * *', lastRun: historyEnd - 20 * DAY, seconds: 30 * DAY };

const podInterval = '10m';
export const podIntervalSeconds = 600;

/** A job of a fleet. Its runs end `phaseSeconds` after each multiple of its interval. */
export type MeasuredJob = Readonly<{
  name: string;
  intervalSeconds: number;
  phaseSeconds: number;
  instance: string;
}>;

export function createMeasuredJob(fleet: MeasuredFleet, number: number): MeasuredJob {
  const name = `job_${String(number).padStart(5, '0')}`;
  const instance = formatInstance(Math.floor(number / fleet.jobsPerTarget));
  if (isMonthly(fleet, number)) {
    const { lastRun, seconds } = monthly;
    return { name, instance, intervalSeconds: seconds, phaseSeconds: lastRun % seconds };
  }
  const seconds =
    fleet.kind === 'pods' ? podIntervalSeconds : intervalSeconds[findInterval(number)];
  return { name, instance, intervalSeconds: seconds, phaseSeconds: (number * 37) % seconds };
}

export function listInstances({ jobs, jobsPerTarget }: MeasuredFleet): string[] {
  return Array.from({ length: Math.ceil(jobs / jobsPerTarget) }, (_, number) =>
    formatInstance(number),
  );
}

function isMonthly({ kind, jobs }: MeasuredFleet, number: number): boolean {
  return kind === 'monthly' && number === jobs - 1;
}

function findInterval(number: number): (typeof intervals)[number] {
  return intervals[number % intervals.length] ?? '1m';
}

function formatInstance(number: number): string {
  return `10.0.${Math.floor(number / 250)}.${number % 250}:9090`;
}

/** Creates the configuration that lists all jobs. */
export function createMeasuredConfig(fleet: MeasuredFleet, url: string): Config {
  const listed = Array.from({ length: fleet.jobs }, (_, number) => [
    createMeasuredJob(fleet, number).name,
    describeRhythm(fleet, number),
  ]);
  const text = JSON.stringify({
    service: 'bench',
    prometheus: { url },
    jobs: Object.fromEntries(listed),
  });
  const origin = { file: 'bench.json', baseDirectory: '/', readFile: () => '' };
  return parseConfig(text, origin);
}

function describeRhythm(fleet: MeasuredFleet, number: number) {
  if (isMonthly(fleet, number)) return { schedule: monthly.schedule };
  return { interval: fleet.kind === 'pods' ? podInterval : findInterval(number) };
}
