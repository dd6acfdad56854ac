import { afterAll, expect, test } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import { checks } from '../../lib/checks/index.ts';
import { findPublished, serviceMetrics } from '../../lib/cost/published.ts';
import { createPrometheus } from '../../lib/prometheus/client.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import type { SimulatedJob } from '../../lib/simulator/scenario.ts';
import { createConfig } from '../cdk/config.ts';
import { withPrometheus } from '../prometheus.ts';

const to = 1_767_225_600;
const HOUR = 3600;
const intervals = { '1m': 60, '15m': 900, '6h': 6 * HOUR };

const simulate = (name: string, intervalSeconds: number): SimulatedJob => ({
  name,
  intervalSeconds,
  firstRunAt: to - 600,
  durationSeconds: 20,
  items: () => ({ success: 5, failed: 1, skipped: 1 }),
  queue: () => 3,
});

const jobs = Object.entries(intervals).flatMap(([name, seconds]) => [
  simulate(`plain ${name}`, seconds),
  simulate(`full ${name}`, seconds),
]);
const prometheus = await withPrometheus({
  from: to - 18 * HOUR,
  to,
  scrapeSeconds: 60,
  seed: 7,
  processes: [
    { instance: 'a:1', startsAt: to - 72 * HOUR, jobs: [...jobs, simulate('hourly', HOUR)] },
  ],
});
afterAll(prometheus.stop);

const lines = Object.keys(intervals).flatMap(name => [
  `  "plain ${name}": { interval: ${name}, queue: false, items: false }`,
  `  "full ${name}": { interval: ${name} }`,
]);
const config = createConfig(
  `prometheus: { url: "${prometheus.url}" }\njobs:\n  hourly: { schedule: "50 * * * *" }\n${lines.join('\n')}`,
);

/** Every metric that a quarter of an hour of a real fleet's history gives, by job. */
async function findReallyPublished(): Promise<Map<string | undefined, Set<string>>> {
  const names = new Map<string | undefined, Set<string>>();
  const isPublished = new Set(
    checks.flatMap(({ metrics }) => metrics.filter(m => m.published).map(({ name }) => name)),
  );
  const authorize = { headers: async () => ({}), refresh: () => undefined };
  const client = createPrometheus(config.connection, { authorize });
  const keeper = createHistoryKeeper(client, config.fleet);
  await keeper.update({ from: to - 900, to: to - 60 });
  for (let at = to - 900; at <= to - 60; at += 60) {
    for (const { job, metric } of evaluateFleet(config.fleet, keeper.histories, { at })
      .measurements) {
      // sent only while there are unlisted jobs
      if (metric === 'UnlistedJobs') continue;
      if (isPublished.has(metric)) names.set(job, (names.get(job) ?? new Set()).add(metric));
    }
  }
  return names;
}

test('the bill contains what a replayed fleet of every kind really publishes', async () => {
  const ofJobs = config.fleet.jobs.map(job => [job.name, findPublished(job)] as const);
  const ofService = serviceMetrics.alert.filter(name => !name.endsWith('Heartbeat'));
  const real = await findReallyPublished();
  const sort = (entries: Iterable<readonly [string | undefined, Iterable<string>]>) =>
    Object.fromEntries([...entries].map(([job, names]) => [job, [...names].toSorted()]));
  expect(sort([...ofJobs, [undefined, ofService]])).toEqual(sort(real));
}, 60_000);
