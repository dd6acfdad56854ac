import type { Config } from '../config/config.ts';
import type { CheckName, Fleet, Job } from '../model/job.ts';
import { type Bill, billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';

/** The sum that a config costs a month at most, and what to say about it. */
export type OverBudget = Readonly<{ sum: number; message: string }>;

/** `undefined` where the config has no budget or keeps it; the free tier is not counted on. */
export function overBudget(config: Config): OverBudget | undefined {
  const { budgetMonthlyUsd: budget, fleet } = config;
  if (budget === undefined) return undefined;
  const bill = billFor(config);
  if (bill.totalUsd <= budget) return undefined;
  const advice = adviseOn(config, bill, budget).map(line => `\n  - ${line}`);
  return {
    sum: bill.totalUsd,
    message: `budget.monthlyUsd: found ${formatUsd(budget)}, but ${fleet.service} costs up to ${formatUsd(bill.totalUsd)} a month (${formatUsd(bill.fixedUsd)} fixed, ${formatUsd(bill.jobsUsd)} for ${fleet.jobs.length} jobs; prices of ${bill.prices.asOf}, ${bill.prices.region}). To change it:${advice.join('')}`,
  };
}

/** Changes of the config with what each saves, then what is left to do if they do not suffice. */
function adviseOn(config: Config, bill: Bill, budget: number): string[] {
  const dearest = Math.max(0, ...bill.jobs.map(({ usd }) => usd));
  const excess = bill.totalUsd - budget;
  return [
    ...adviseWithout('queue', config, bill),
    ...adviseWithout('items', config, bill),
    ...adviseWithoutUnlisted(config, bill),
    dearest > 0
      ? `list fewer jobs: one costs up to ${formatUsd(dearest)}, so ${Math.ceil(excess / dearest)} or more of them`
      : 'list fewer jobs',
    `give a group of jobs a config with a "service" and a budget of its own: each service adds ${formatUsd(bill.fixedUsd)}`,
    `or allow it: budget: { monthlyUsd: ${Math.ceil(bill.totalUsd)} }`,
  ];
}

const parts = { queue: 'a queue', items: 'items' } as const;

function adviseWithout(check: keyof typeof parts, config: Config, bill: Bill): string[] {
  const { fleet } = config;
  const count = fleet.jobs.filter(job => job.enabled[check]).length;
  if (count === 0) return [];
  const jobs = fleet.jobs.map(job => switchOff(job, check));
  const saved = formatUsd(findSaving(config, bill, { jobs }));
  return [
    `"${check}: false" for jobs without ${parts[check]} (${count} ${count === 1 ? 'has' : 'have'} it on): saves up to ${saved}`,
  ];
}

function switchOff(job: Job, check: CheckName): Job {
  return { ...job, enabled: { ...job.enabled, [check]: false } };
}

function adviseWithoutUnlisted(config: Config, bill: Bill): string[] {
  const { unlisted } = config.fleet;
  if (unlisted.maximum === 0) return [];
  const saved = findSaving(config, bill, { unlisted: { ...unlisted, maximum: 0 } });
  return [
    `"unlisted: { maximum: 0 }": saves ${formatUsd(saved)}, but unlisted jobs are then not watched`,
  ];
}

/** US dollars a month by which a change of the fleet makes the bill lower. */
function findSaving(config: Config, bill: Bill, change: Partial<Fleet>): number {
  return bill.totalUsd - billFor({ ...config, fleet: { ...config.fleet, ...change } }).totalUsd;
}
