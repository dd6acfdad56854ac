import { defineConfig } from 'vitest/config';

/** Only tests that start nothing: each of some thousand mutants runs them. */
export default defineConfig({
  test: {
    include: ['test/checks/*.test.ts', 'test/alarms/evaluate*.test.ts'],
    // these ask a real Prometheus, or write the questions of 10,000 jobs
    // nothing that they import keeps state, so they share it
    isolate: false,
    exclude: ['test/checks/{duration-overflow,staleness-markers,large-fleets}.test.ts'],
  },
});
