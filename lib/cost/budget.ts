import type { Config } from '../config/config.ts';
import type { Fleet, Job } from '../model/job.ts';
import { type Bill, billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';

/** The sum that a config costs a month at most, and what to say about it. */
export type OverBudget = Readonly<{ sum: number; message: string }>;

/** `undefined` where the config has no budget or keeps it; the free tier is not counted on. */
export function overBudget(config: Config): OverBudget | undefined {
  const { budgetMonthlyUsd: budget, fleet } = config;
  if (budget === undefined) return undefined;
  const bill = billFor(fleet);
  if (bill.totalUsd <= budget) return undefined;
  const advice = adviceFor(fleet, bill, budget).map(line => `\n  - ${line}`);
  return {
    sum: bill.totalUsd,
    message: `budget.monthlyUsd: found ${formatUsd(budget)}, but ${fleet.service} costs up to ${formatUsd(bill.totalUsd)} a month (${formatUsd(bill.fixedUsd)} fixed, ${formatUsd(bill.jobsUsd)} for ${fleet.jobs.length} jobs; prices of ${bill.prices.asOf}, ${bill.prices.region}). To change it:${advice.join('')}`,
  };
}

/** Changes of the config with what each saves, then what is left to do if they do not suffice. */
function adviceFor(fleet: Fleet, bill: Bill, budget: number): string[] {
  const dearest = Math.max(0, ...bill.jobs.map(({ usd }) => usd));
  const excess = bill.totalUsd - budget;
  return [
    ...withoutAspect(fleet, bill, 'queue'),
    ...withoutAspect(fleet, bill, 'items'),
    ...withoutUnlisted(fleet, bill),
    dearest > 0
      ? `list fewer jobs: one costs up to ${formatUsd(dearest)}, so ${Math.ceil(excess / dearest)} or more of them`
      : 'list fewer jobs',
    `give a group of jobs a config with a "service" and a budget of its own: each service adds ${formatUsd(bill.fixedUsd)}`,
    `or allow it: budget: { monthlyUsd: ${Math.ceil(bill.totalUsd)} }`,
  ];
}

const aspects = { queue: 'hasQueue', items: 'hasItems' } as const;

function withoutAspect(fleet: Fleet, bill: Bill, aspect: keyof typeof aspects): string[] {
  const flag = aspects[aspect];
  const count = fleet.jobs.filter(job => job[flag]).length;
  if (count === 0) return [];
  const jobs = fleet.jobs.map((job): Job => ({ ...job, [flag]: false }));
  const saved = bill.totalUsd - billFor({ ...fleet, jobs }).totalUsd;
  const what = aspect === 'queue' ? 'a queue' : 'items';
  return [
    `"${aspect}: false" for jobs without ${what} (${count} ${count === 1 ? 'has' : 'have'} it on): saves up to ${formatUsd(saved)}`,
  ];
}

function withoutUnlisted(fleet: Fleet, bill: Bill): string[] {
  if (fleet.unlisted.maximum === 0) return [];
  const unlisted = { ...fleet.unlisted, maximum: 0 };
  const saved = bill.totalUsd - billFor({ ...fleet, unlisted }).totalUsd;
  return [
    `"unlisted: { maximum: 0 }": saves ${formatUsd(saved)}, but jobs that nobody listed are then not watched`,
  ];
}
