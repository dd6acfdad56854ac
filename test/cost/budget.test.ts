import { expect, test } from 'vitest';
import { parseConfig } from '../../lib/config/load.ts';
import { overBudget } from '../../lib/cost/budget.ts';

const configOf = (more: string) =>
  parseConfig(
    `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:\n  a: { interval: 1m }\n  b: { interval: 15m, items: false }\n${more}`,
    { file: 'test.yaml', baseDirectory: '/', readFile: () => '' },
  );

test('a config without a budget is never over it', () => {
  expect(overBudget(configOf(''))).toBeUndefined();
});

test('a budget that suffices is kept', () => {
  expect(overBudget(configOf('budget: { monthlyUsd: 19 }'))).toBeUndefined();
});

test('a budget that is passed is told with the sum and what to change', () => {
  const over = overBudget(configOf('budget: { monthlyUsd: 12 }'));
  expect(over?.sum).toBeCloseTo(10.58433695 + 4.5 + 2.9, 6);
  expect(over?.message).toBe(
    `budget.monthlyUsd: found $12.00, but clipper costs up to $17.98 a month ($10.58 fixed, $7.40 for 2 jobs; prices of 2026-11-23, us-east-1). To change it:
  - "queue: false" for jobs without a queue (2 have it on): saves up to $1.60
  - "items: false" for jobs without items (1 has it on): saves up to $1.30
  - "unlisted: { maximum: 0 }": saves $1.21, but jobs that nobody listed are then not watched
  - list fewer jobs: one costs up to $4.50, so 2 or more of them
  - give a group of jobs a config with a "service" and a budget of its own: each service adds $10.58
  - or allow it: budget: { monthlyUsd: 18 }`,
  );
});

test('nothing is proposed that the config has done already', () => {
  const text = 'unlisted: { maximum: 0 }\nbudget: { monthlyUsd: 1 }';
  expect(overBudget(configOf(text))?.message).not.toContain('unlisted');
});
