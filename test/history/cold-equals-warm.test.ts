import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { randomFraction } from '../../lib/simulator/random.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus, type Lateness } from './memory-prometheus.ts';
import { parseOpenMetrics, start } from './raw-series.ts';
import { end, fleet, scenarios } from './simulated.ts';

/** Late by up to five minutes, for ten minutes at a time. */
const late: Lateness = (labels, time) =>
  299 *
  randomFraction(1, labels.__name__ ?? '', labels.instance ?? '', Math.floor(time / 600)) ** 3;

const onTime: Lateness = () => 0;

it('a history that was kept minute by minute equals one that is read at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenarios,
      fc.constantFrom(late, onTime),
      fc.array(fc.integer({ min: 0, max: 359 }), { maxLength: 2 }),
      async (scenario, lateness, deaths) => {
        const client = createMemoryPrometheus(
          parseOpenMetrics(simulate(scenario).openMetrics()),
          lateness,
        );
        let warm = createHistoryKeeper(client, fleet);
        for (let at = start; at <= end; at += 60) {
          client.now = at;
          const passed = (at - start) / 60;
          if (deaths.includes(passed)) warm = createHistoryKeeper(client, fleet);
          // a round that did not take place
          if (randomFraction(scenario.seed, 'round', at) < 0.1) continue;
          await warm.update({ from: at, to: at });
          if (passed % 17 !== 0) continue;
          const cold = createHistoryKeeper(client, fleet);
          await cold.update({ from: at, to: at });
          expect(evaluateFleet(fleet, warm.histories, { at }), `minute ${passed}`).toEqual(
            evaluateFleet(fleet, cold.histories, { at }),
          );
        }
      },
    ),
    {
      numRuns: Number(process.env.RUNS ?? 3),
      seed: Number(process.env.SEED ?? 1),
      endOnFailure: true,
    },
  );
}, 600_000);
