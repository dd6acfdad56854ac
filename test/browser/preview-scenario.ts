import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';

/** When the scenario's past ends, Unix seconds. */
export const to = Date.UTC(2026, 0, 6, 12) / 1000;
export const evilName = `<img src=x onerror="document.title='owned'">'"&`;

/** Runs end 155 s, 455 s, … before `to`: three of them are in the minutes of two and a half intervals. */
const everyFive = { intervalSeconds: 300, firstRunAt: to - 200, durationSeconds: 45 };
const jobs: readonly SimulatedJob[] = [
  {
    ...everyFive,
    name: 'steady',
    items: { success: 30, failed: 6, skipped: 3 },
    queue: time => (time < to - 1800 ? 700 : 42),
  },
  {
    ...everyFive,
    name: 'flaky',
    // every third run fails, including the last but one
    outcome: start => ((to - 500 - start) % 900 === 0 ? 'failed' : 'success'),
  },
  { ...everyFive, name: evilName },
  { ...everyFive, name: 'newcomer', activeFrom: to + 60, firstRunAt: to + 100, durationSeconds: 5 },
];
/** Seven hours of a few jobs, and twenty minutes that come later. */
export const scenario: Scenario = {
  from: to - 7 * 3600,
  to: to + 1200,
  scrapeSeconds: 15,
  seed: 1,
  processes: [{ instance: 'app-0:8080', jobs }],
};
