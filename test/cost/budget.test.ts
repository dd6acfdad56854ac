import { expect, test } from 'vitest';
import { overBudget } from '../../lib/cost/budget.ts';
import { createConfig } from '../cdk/config.ts';

const withBudget = (more: string) =>
  createConfig(`jobs:\n  a: { interval: 1m }\n  b: { interval: 15m, items: false }\n${more}`);

test('a configuration without a budget is never over budget', () => {
  expect(overBudget(withBudget(''))).toBeUndefined();
});

test('a configuration that costs less than its budget is accepted', () => {
  expect(overBudget(withBudget('budget: { monthlyUsd: 16 }'))).toBeUndefined();
});

test('a configuration over its budget is rejected with the sum and possible changes', () => {
  const over = overBudget(withBudget('budget: { monthlyUsd: 10 }'));
  expect(over?.sum).toBeCloseTo(6.8477 + 4.2 + 2.9, 3);
  expect(over?.message).toBe(
    `budget.monthlyUsd: found $10.00, but clipper costs up to $13.95 a month ($6.85 fixed, $7.10 for 2 jobs; prices of 2026-11-23, us-east-1). To reduce it:
  - "alarms: job", two alarms and one metric per job: saves $7.42
  - "queue: false" for jobs without a queue (2 have it on): saves up to $1.60
  - "items: false" for jobs without items (1 has it on): saves up to $1.30
  - "unlisted: { maximum: 0 }": saves $1.14, but then unlisted jobs are not watched
  - list fewer jobs: one costs up to $4.20, so at least 1 fewer
  - move a group of jobs to a configuration with its own "service" and budget: each service adds $6.85
  - or raise the budget: budget: { monthlyUsd: 14 }`,
  );
});

test('the message does not propose what the configuration already does', () => {
  const text = 'unlisted: { maximum: 0 }\nbudget: { monthlyUsd: 1 }';
  expect(overBudget(withBudget(text))?.message).not.toContain('unlisted');
});
