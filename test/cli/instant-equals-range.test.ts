import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import { withConfig } from '../../lib/cli/session.ts';
import { takeSnapshot } from '../../lib/cli/snapshot.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { Measurement } from '../../lib/model/measurement.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { at } from '../corpus/clock.ts';
import { type HistoryServer, serveHistories } from '../corpus/history.ts';
import { createConfig } from '../corpus/jobwatch.ts';
import { randomFleets } from '../corpus/random-fleets.ts';
import type { CorpusScenario } from '../corpus/scenario.ts';

const seed = 20_260_408;
const minutesEach = 10;

/** The first job of every history is not listed, and some samples are queried later. */
const histories: readonly CorpusScenario[] = [
  ...randomFleets('healthy', 3, seed),
  ...randomFleets('fails', 3, seed + 1),
  ...randomFleets('stops', 2, seed + 2),
].map(({ scenario }, index) => {
  const { job_0: _, ...listed } = scenario.jobs;
  const jobs = { ...listed, absent: { interval: '10m' } };
  return { ...scenario, jobs, prometheus: { delay: `${(index % 3) * 45}s` } };
});

let server: HistoryServer;

beforeAll(async () => {
  server = await serveHistories(histories);
});

afterAll(() => server?.stop());

test.for(histories)(
  'a minute of the past gives what an instant query gave, over $name',
  async scenario => {
    const config = createConfig(scenario, server.url);
    const minutes = fc.sample(fc.integer({ min: 1, max: scenario.hours * 60 }), {
      seed,
      numRuns: minutesEach,
    });
    await withConfig(config, async ({ prometheus }) => {
      const whole = await judgeWhole(prometheus, config.fleet, scenario.hours);
      for (const minute of minutes) {
        const { measurements } = await takeSnapshot(prometheus, config.fleet, at(minute));
        expect(measurements.length).toBeGreaterThan(0);
        expect(sort(whole(at(minute))), `minute ${minute}`).toEqual(sort(measurements));
      }
    });
  },
);

function sort(measurements: readonly Measurement[]): Measurement[] {
  const name = ({ job = '', metric }: Measurement) => `${metric} ${job}`;
  return measurements.toSorted((a, b) => name(a).localeCompare(name(b)));
}

/** What one read of the whole history gives for each minute. */
async function judgeWhole(prometheus: Prometheus, fleet: Fleet, hours: number) {
  const keeper = createHistoryKeeper(prometheus, fleet);
  await keeper.update({
    from: at(0) - fleet.delaySeconds,
    to: at(hours * 60) - fleet.delaySeconds,
  });
  return (minute: number) => evaluateFleet(fleet, keeper.histories, { at: minute }).measurements;
}
