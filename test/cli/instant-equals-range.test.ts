import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replay } from '../../lib/cli/replay.ts';
import { withConfig } from '../../lib/cli/session.ts';
import { takeSnapshot } from '../../lib/cli/snapshot.ts';
import type { Config } from '../../lib/config/config.ts';
import type { Measurement } from '../../lib/model/measurement.ts';
import { at } from '../corpus/clock.ts';
import { playAll, type Stage } from '../corpus/history.ts';
import { configOf } from '../corpus/jobwatch.ts';
import { randomFleets } from '../corpus/random-fleets.ts';
import type { CorpusScenario } from '../corpus/scenario.ts';

const seed = 20_260_408;
const minutesEach = 10;

/** Of every history the first job is not listed, and some samples are asked for later. */
const histories: readonly CorpusScenario[] = [
  ...randomFleets('healthy', 3, seed),
  ...randomFleets('fails', 3, seed + 1),
  ...randomFleets('stops', 2, seed + 2),
].map(({ story }, index) => {
  const { job_0: _, ...listed } = story.jobs;
  const jobs = { ...listed, absent: { interval: '10m' } };
  return { ...story, jobs, prometheus: { delay: `${(index % 3) * 45}s` } };
});

let stage: Stage;

beforeAll(async () => {
  stage = await playAll(histories);
});

afterAll(() => stage?.stop());

test.for(histories)('a minute of the past is what an instant said, over $name', async story => {
  const config = configOf(story, stage.url);
  const minutes = fc.sample(fc.integer({ min: 1, max: story.hours * 60 }), {
    seed,
    numRuns: minutesEach,
  });
  const heard = await hear(config, story.hours);
  for (const minute of minutes) {
    const { measurements } = await withConfig(config, ({ prometheus }) =>
      takeSnapshot(prometheus, config.fleet, at(minute)),
    );
    expect(measurements.length).toBeGreaterThan(0);
    expect(sorted(heard.get(at(minute)) ?? []), `minute ${minute}`).toEqual(sorted(measurements));
  }
});

/** The replay reads several checks at once, and hears of them in no order. */
function sorted(measurements: readonly Measurement[]): Measurement[] {
  const keyOf = ({ job = '', metric }: Measurement) => `${metric} ${job}`;
  return measurements.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/** What the replay heard, by minute. */
async function hear(config: Config, hours: number): Promise<Map<number, Measurement[]>> {
  const heard = new Map<number, Measurement[]>();
  const onMeasurements = (minute: number, measurements: readonly Measurement[]) =>
    heard.set(minute, [...(heard.get(minute) ?? []), ...measurements]);
  const span = { from: at(0), to: at(hours * 60) };
  await withConfig(config, ({ prometheus }) =>
    replay(prometheus, config.fleet, span, { onMeasurements }),
  );
  return heard;
}
