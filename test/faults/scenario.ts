import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';

/** The minute before the first that the tests run; the history goes on for two hours after it. */
export const start = Date.parse('2026-11-23T12:00:00Z') / 1000;

const minute = 60;
const hour = 60 * minute;

/** Every alert of this job fires, and goes on firing. */
const broken: SimulatedJob = {
  name: 'broken',
  intervalSeconds: minute,
  firstRunAt: start,
  durationSeconds: 900,
  outcome: 'failed',
  items: () => ({ success: 5, failed: 5 }),
  // 2.6 times in ten minutes, and above 1,000 all along
  queue: time => Math.round(2000 * 1.1 ** ((time - start + 4 * hour) / minute)),
  initial: { lastSuccess: start - 40 * hour },
};

/** Nothing is wrong with this one. */
const healthy: SimulatedJob = {
  name: 'healthy',
  intervalSeconds: minute,
  firstRunAt: start,
  durationSeconds: 5,
  items: () => ({ success: 10, failed: 0 }),
  queue: () => 7,
};

/** Both jobs for six hours, and a third one whose target goes away at the start. */
export const scenario: Scenario = {
  from: start - 4 * hour,
  to: start + 2 * hour,
  scrapeSeconds: 30,
  seed: 7,
  processes: [
    {
      instance: 'app:1',
      labels: { env: 'prod' },
      startsAt: start - 5 * hour,
      jobs: [broken, healthy],
    },
    ...(['down', 'gone'] as const).map(upAfterStop => ({
      instance: `${upAfterStop}:1`,
      labels: { env: upAfterStop },
      startsAt: start - 5 * hour,
      stopsAt: start,
      upAfterStop,
      jobs: [{ ...healthy, name: 'vanished' }],
    })),
  ],
};

export const jobNames = ['broken', 'healthy'] as const;

/** The configuration of a service, with these jobs in one environment. */
export function createConfig(names: readonly string[], env: string): Config {
  const jobs = names.map(
    name => `  ${name}: { interval: 1m, staleness: { warning: 30m, critical: 24h } }`,
  );
  const text = `service: clipper
prometheus: { url: "http://127.0.0.1:9090", selector: 'env="${env}"' }
jobs:
${jobs.join('\n')}
`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}
