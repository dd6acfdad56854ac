import { afterAll, expect, test } from 'vitest';
import { checks } from '../../lib/checks/index.ts';
import { withPrometheusOf } from '../../lib/cli/session.ts';
import { takeSnapshot } from '../../lib/cli/snapshot.ts';
import { toData } from '../../lib/cloudwatch/datum.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { publishedOf } from '../../lib/cost/published.ts';
import type { SimulatedJob } from '../../lib/simulator/scenario.ts';
import { withPrometheus } from '../prometheus.ts';

const to = 1_767_225_600;
const HOUR = 3600;
const intervals = { '1m': 60, '15m': 900, '6h': 6 * HOUR, '2d': 48 * HOUR };

const jobOf = (name: string, intervalSeconds: number): SimulatedJob => ({
  name,
  intervalSeconds,
  firstRunAt: to - 600,
  durationSeconds: 20,
  items: () => ({ success: 5, failed: 1, skipped: 1 }),
  queue: () => 3,
});

const jobs = Object.entries(intervals).flatMap(([name, seconds]) => [
  jobOf(`plain ${name}`, seconds),
  jobOf(`full ${name}`, seconds),
]);
const prometheus = await withPrometheus({
  from: to - 18 * HOUR,
  to,
  scrapeSeconds: 60,
  seed: 7,
  processes: [{ instance: 'a:1', startsAt: to - 72 * HOUR, jobs }],
});
afterAll(prometheus.stop);

const lines = Object.keys(intervals).flatMap(name => [
  `  "plain ${name}": { interval: ${name}, queue: false, items: false }`,
  `  "full ${name}": { interval: ${name} }`,
]);
const config = parseConfig(`prometheus: { url: "${prometheus.url}" }\njobs:\n${lines.join('\n')}`, {
  file: 'test.yaml',
  baseDirectory: '/',
  readFile: () => '',
});

/** Every metric that a quarter of an hour of a real fleet's answers made, by job. */
async function reallyPublished(): Promise<Map<string | undefined, Set<string>>> {
  const names = new Map<string | undefined, Set<string>>();
  await withPrometheusOf(config, async session => {
    for (let at = to - 900; at <= to - 60; at += 60) {
      const { measurements } = await takeSnapshot(session.prometheus, config.fleet, at);
      for (const check of checks) {
        for (const datum of toData({ check, measurements, fleet: config.fleet, at })) {
          const job = datum.Dimensions?.find(({ Name }) => Name === 'Job')?.Value;
          names.set(job, (names.get(job) ?? new Set()).add(datum.MetricName ?? ''));
        }
      }
    }
  });
  return names;
}

test('what is billed is what a replayed fleet of every kind really publishes', async () => {
  const { ofJob, ofService } = publishedOf(config.fleet);
  const billed = new Map<string | undefined, readonly string[]>([...ofJob, [undefined, ofService]]);
  const real = await reallyPublished();
  const sorted = (entries: Iterable<[string | undefined, Iterable<string>]>) =>
    Object.fromEntries([...entries].map(([job, names]) => [job, [...names].toSorted()]));
  expect(sorted(billed)).toEqual(sorted(real));
}, 60_000);
