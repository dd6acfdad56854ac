import { defineConfig } from 'vitest/config';

/** Only tests that start nothing and are quick: each of some thousand mutants runs them. */
export default defineConfig({
  test: {
    include: [
      'test/{checks,history,schedule}/*.test.ts',
      'test/alarms/evaluate*.test.ts',
    ],
    // nothing that they import keeps state, so they share it
    isolate: false,
    // these play whole days of applications, or compare with a search minute by minute
    exclude: [
      'test/history/{cold-equals-warm,kept-long,causality,ledger}.test.ts',
      'test/schedule/*.properties.test.ts',
    ],
  },
});
