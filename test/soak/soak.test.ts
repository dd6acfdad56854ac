import { expect, test } from 'vitest';
import { formatSoak, isSound } from './format-soak.ts';
import { runSoak } from './run-soak.ts';

test('an hour of faults through the deployed judge loses nothing and misleads nobody', {
  timeout: 180_000,
}, async () => {
  const soaked = await runSoak({ minutes: 60, seed: 6, withTimeouts: false });
  expect(isSound(soaked), formatSoak(soaked)).toBe(true);
  // the hour is one: trouble of every kind, and an alarm that has to come through it
  expect(soaked.troubledMinutes).toBeGreaterThan(5);
  expect(soaked.refusedMinutes).toBeGreaterThan(0);
  expect(soaked.coldStarts).toBeGreaterThan(3);
  expect(soaked.comparison.jobMailsUndisturbed).toBeGreaterThan(0);
});
