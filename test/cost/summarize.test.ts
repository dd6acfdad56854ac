import { expect, test } from 'vitest';
import { summarizeCost } from '../../lib/cost/summarize.ts';
import { createConfig } from '../cdk/config.ts';
import { synthesize } from '../cdk/synth.ts';

const sentence =
  /^clipper costs up to \$\d+\.\d\d a month with 1 listed job, \$\d+\.\d\d of which do not depend on the jobs \(prices of 2\d{3}-\d\d-\d\d, us-east-1, without the free tier\)\. "npx jobwatch cost" shows each item\.$/;

test('a sentence says what a configuration costs', () => {
  expect(summarizeCost(createConfig())).toMatch(sentence);
});

test('synth says it once', () => {
  const { notes } = synthesize(createConfig());
  expect(notes).toEqual([expect.stringMatching(sentence)]);
});
