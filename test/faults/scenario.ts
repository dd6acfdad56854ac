import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';

/** The minute before the first minute of the tests. The history continues for two hours. */
export const start = Date.parse('2026-11-23T12:00:00Z') / 1000;

const minute = 60;
const hour = 60 * minute;

/** Every alert of this job is on all the time. */
const broken: SimulatedJob = {
  name: 'broken',
  intervalSeconds: minute,
  firstRunAt: start,
  durationSeconds: 900,
  outcome: 'failed',
  items: () => ({ success: 5, failed: 5 }),
  // It grows 2.6-fold in ten minutes and is always above 1,000.
  queue: time => Math.round(2000 * 1.1 ** ((time - start + 4 * hour) / minute)),
  initial: { lastSuccess: start - 40 * hour },
};

/** No alert of this job is ever on. */
const healthy: SimulatedJob = {
  name: 'healthy',
  intervalSeconds: minute,
  firstRunAt: start,
  durationSeconds: 5,
  items: () => ({ success: 10, failed: 0 }),
  queue: () => 7,
};

/** Both jobs for six hours, and a third job whose target stops at `start`. */
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

/** Creates the configuration of a service with these jobs in one environment. */
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
