import { expect, test } from 'vitest';
import { summarizeCost } from '../../lib/cost/summarize.ts';
import { createConfig } from '../cdk/config.ts';
import { synthesize } from '../cdk/synth.ts';

const sentence =
  /^clipper costs up to \$\d+\.\d\d a month with 1 listed job, \$\d+\.\d\d of which do not depend on the jobs \(prices of 2\d{3}-\d\d-\d\d, us-east-1, without the free tier\)\. "npx jobwatch cost" shows each item\. With fewer than 20 jobs we recommend "alarms: alert" \(\$\d+\.\d\d\): each alert has its own alarm and metric\. "alarms: job" costs \$\d+\.\d\d\.$/;

test('the summary says in one sentence what a configuration costs', () => {
  expect(summarizeCost(createConfig())).toMatch(sentence);
});

test('verdicts are recommended for twenty jobs or more', () => {
  const jobs = Array.from({ length: 20 }, (_, index) => `  j${index}: { interval: 15m }`);
  expect(summarizeCost(createConfig(`jobs:\n${jobs.join('\n')}`))).toMatch(
    /For 20 jobs or more we recommend "alarms: job" \(\$15\.\d\d\); "alarms: alert" costs \$9\d\.\d\d\.$/,
  );
});

test('synth prints the summary once', () => {
  const { notes } = synthesize(createConfig());
  expect(notes).toEqual([expect.stringMatching(sentence)]);
});
