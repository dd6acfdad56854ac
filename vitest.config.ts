import { defineConfig } from 'vitest/config';

/**
 * Tests that start nothing and change nothing of their process. They share one for each worker, so
 * that CDK and other libraries are loaded once: that was two fifths of their time.
 */
const shared = 'test/{alarms,cdk,checks,cloudwatch,config,cost,model,panels,schedule,sources}/**';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 180_000,
    // by default one core is left to others, which on two cores is half of them
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: [`${shared}/*.test.ts`], isolate: false },
      },
      {
        extends: true,
        test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: [shared] },
      },
    ],
  },
});
