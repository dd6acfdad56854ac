import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

/** 2026-04-07 00:00 UTC, in Unix seconds: the history begins, and ends eight hours later. */
const beginning = Date.UTC(2026, 3, 7) / 1000;
const minutes = 8 * 60;

/** Unix seconds of a minute of the history. */
export function at(minute: number): number {
  return beginning + 60 * minute;
}

/** The same for an option, such as `2026-04-07T08:00:00Z`. */
export function isoAt(minute: number): string {
  return new Date(at(minute) * 1000).toISOString().replace('.000Z', 'Z');
}

/** The history's last minute. */
export const end = minutes;

const job = (name: string, intervalMinutes: number, more: Partial<SimulatedJob> = {}) => ({
  name,
  intervalSeconds: 60 * intervalMinutes,
  firstRunAt: at(0) + 90,
  durationSeconds: 10,
  ...more,
});

/** One job is healthy, and each of the others has a different problem. */
const scenario: Scenario = {
  from: at(0),
  to: at(minutes),
  scrapeSeconds: 15,
  seed: 7,
  processes: [
    {
      instance: 'worker-1:8080',
      preinitialised: true,
      jobs: [
        job('healthy', 5),
        job('failing', 1, { outcome: start => (start < at(420) ? 'success' : 'failed') }),
        job('stopped', 15, { activeTo: at(300) }),
        job('nightly', 1440),
        job('newborn', 1440, { firstRunAt: at(minutes) + 3600 }),
        job('handmade', 5, { outcome: start => (start % 600 < 300 ? 'done' : 'exploded') }),
      ],
    },
  ],
};

export async function playHistory(): Promise<PrometheusWithHistory> {
  return withPrometheus(scenario);
}

const settings = {
  healthy: '{ interval: 5m }',
  failing: '{ interval: 1m }',
  stopped: '{ interval: 15m }',
  nightly:
    '{ schedule: "50 8 * * *", timezone: Europe/Berlin, grace: { warning: 1h, critical: 12h } }',
  newborn: '{ interval: 1h }',
  absent: '{ interval: 1h }',
  handmade: '{ interval: 5m }',
} as const;

export type JobName = keyof typeof settings;

/** A configuration that lists these jobs, and measures no others. */
export function writeConfig(url: string, jobs: readonly JobName[]): string {
  const lines = jobs.map(name => `  ${name}: ${settings[name]}`);
  return `service: clipper
prometheus: { url: "${url}" }
unlisted: { maximum: 0 }
jobs:
${lines.join('\n')}
`;
}
