import { expect, test } from 'vitest';
import { formatSoak, isSound } from './format-soak.ts';
import { runSoak } from './run-soak.ts';

test('an hour of faults loses no datapoint of the deployed judge and causes no wrong alarm', {
  timeout: 180_000,
}, async () => {
  const soaked = await runSoak({ minutes: 60, seed: 6, withTimeouts: false });
  expect(isSound(soaked), formatSoak(soaked)).toBe(true);
  // The hour has to contain faults of every kind and a job alarm.
  expect(soaked.faultMinutes).toBeGreaterThan(5);
  expect(soaked.refusedMinutes).toBeGreaterThan(0);
  expect(soaked.coldStarts).toBeGreaterThan(3);
  expect(soaked.comparison.jobMailsUndisturbed).toBeGreaterThan(0);
});
