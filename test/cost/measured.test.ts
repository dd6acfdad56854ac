import { expect, test } from 'vitest';
import { readPublished } from '../../bench/published.ts';
import { assumptions } from '../../lib/cost/assumptions.ts';
import { findJudgeMegabytes } from '../../lib/cost/judge-memory.ts';
import { findRunSeconds } from '../../lib/cost/run-seconds.ts';

test("the bill's samples of Managed Prometheus are those that the bench measured for six jobs, or a little more", () => {
  const { rounds, day } = readPublished().fleets['6'] ?? {};
  const warm = rounds?.find(({ phase }) => phase === 'warm');
  const ratios = [
    assumptions.warmSamplesAJob / ((warm?.samples ?? 0) / 6),
    assumptions.coldSamplesAJob / ((day?.start.samples ?? 0) / 6),
  ];
  for (const ratio of ratios) {
    expect(ratio).toBeGreaterThanOrEqual(1);
    expect(ratio).toBeLessThan(1.5);
  }
});

/** From this many megabytes on, a function has a whole processor. Source: Lambda guide, memory. */
const megabytesOfProcessor = 1_769;

test.each(['6', '490', '1000'])('a round of %s jobs takes no longer than billed', name => {
  const round = readPublished().fleets[name]?.rounds.find(({ phase }) => phase === 'warm');
  if (round === undefined) return;
  const { jobs, functionCpuSeconds } = round;
  const share = Math.min(1, findJudgeMegabytes(jobs) / megabytesOfProcessor);
  expect(functionCpuSeconds / share).toBeLessThanOrEqual(findRunSeconds(jobs).judge);
});
