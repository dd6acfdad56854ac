import type { Config } from '../lib/config/config.ts';
import { parseConfig } from '../lib/config/load.ts';

/** A fleet to measure: its jobs, the length of its history and its scrape interval. */
export type FleetSize = Readonly<{
  jobs: number;
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

/** Ten thousand jobs fill 3 GB per day. 16 hours hold what a round reads of most of them. */
export const fleetSizes: readonly FleetSize[] = [
  { jobs: 6, historySeconds: 74 * HOUR, scrapeSeconds: 15 },
  { jobs: 490, historySeconds: 74 * HOUR, scrapeSeconds: 60 },
  { jobs: 1000, historySeconds: 74 * HOUR, scrapeSeconds: 60 },
  { jobs: 10_000, historySeconds: 16 * HOUR, scrapeSeconds: 60 },
];

/** The jobs use these intervals in turn, so that windows of all lengths occur. */
const intervals = ['1m', '5m', '15m', '1h', '6h', '1d'] as const;

const intervalSeconds: Readonly<Record<(typeof intervals)[number], number>> = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3600,
  '6h': 21_600,
  '1d': 86_400,
};

/** A job of a fleet. */
export type MeasuredJob = Readonly<{ name: string; intervalSeconds: number; instance: string }>;

/** Jobs per process, which is one target. */
const jobsPerInstance = 50;

export function createMeasuredJob(number: number): MeasuredJob {
  return {
    name: `job_${String(number).padStart(5, '0')}`,
    intervalSeconds: intervalSeconds[findInterval(number)],
    instance: formatInstance(Math.floor(number / jobsPerInstance)),
  };
}

export function listInstances(jobs: number): string[] {
  return Array.from({ length: Math.ceil(jobs / jobsPerInstance) }, (_, number) =>
    formatInstance(number),
  );
}

function findInterval(number: number): (typeof intervals)[number] {
  return intervals[number % intervals.length] ?? '1m';
}

function formatInstance(number: number): string {
  return `10.0.${Math.floor(number / 250)}.${number % 250}:9090`;
}

/** Creates the configuration that lists all jobs. */
export function createMeasuredConfig(jobs: number, url: string): Config {
  const listed = Array.from({ length: jobs }, (_, number) => [
    createMeasuredJob(number).name,
    { interval: findInterval(number) },
  ]);
  const text = JSON.stringify({
    service: 'bench',
    prometheus: { url },
    jobs: Object.fromEntries(listed),
  });
  const origin = { file: 'bench.json', baseDirectory: '/', readFile: () => '' };
  return parseConfig(text, origin);
}
