import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Evaluation, evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import type { SourceHistory } from '../../lib/history/history.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createMemoryPrometheus, type MemoryPrometheus } from './memory-prometheus.ts';
import { parseOpenMetrics, start } from './raw-series.ts';
import { end, fleet, scenarios } from './simulated.ts';

async function read(
  client: MemoryPrometheus,
  span: Readonly<{ from: number; to: number }>,
  answerSamples?: number,
): Promise<readonly SourceHistory[]> {
  const keeper = createHistoryKeeper(client, fleet);
  await keeper.update(span, answerSamples === undefined ? {} : { answerSamples });
  return keeper.histories;
}

it('a minute is judged by what was known then, so a backtest gives the live results', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async scenario => {
      const client = createMemoryPrometheus(parseOpenMetrics(simulate(scenario).openMetrics()));
      const all = await read(client, { from: start, to: end });
      for (let at = start; at <= end; at += 37 * 60) {
        client.now = at;
        const live = await read(client, { from: at, to: at });
        expect(evaluateFleet(fleet, all, { at }), `${(at - start) / 60}`).toEqual(
          evaluateFleet(fleet, live, { at }),
        );
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 3), seed: Number(process.env.SEED ?? 1) },
  );
}, 600_000);

it('the facts are the same, whatever the size of the pieces that are read', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenarios,
      fc.integer({ min: 50, max: 5_000 }),
      async (scenario, answerSamples) => {
        const client = createMemoryPrometheus(parseOpenMetrics(simulate(scenario).openMetrics()));
        const span = { from: end - 3600, to: end };
        const whole = await read(client, span);
        const pieces = await read(client, span, answerSamples);
        expect(pieces.map(showStore)).toEqual(whole.map(showStore));
        expect(evaluateAll(pieces)).toEqual(evaluateAll(whole));
      },
    ),
    { numRuns: 3, seed: 1 },
  );
}, 600_000);

const evaluateAll = (histories: readonly SourceHistory[]): Evaluation =>
  evaluateFleet(fleet, histories, { at: end });

/** Every segment of every series, by the series' key. */
function showStore({ store }: SourceHistory) {
  const jobs = [...store.jobs].map(([name, { series }]) => [
    name,
    Object.fromEntries([...series].map(([key, { segments }]) => [key, segments])),
  ]);
  const targets = [...store.targets].map(([key, { copies }]) => [key, Object.fromEntries(copies)]);
  return { jobs: Object.fromEntries(jobs), targets: Object.fromEntries(targets) };
}
