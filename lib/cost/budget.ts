import type { Config } from '../config/config.ts';
import type { CheckName, Fleet, Job } from '../model/job.ts';
import { type Bill, billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';

/** The maximum cost of a configuration in US dollars a month, and the error message. */
type OverBudget = Readonly<{ sum: number; message: string }>;

/** Gives `undefined` if there is no budget or it suffices. The free tier is not deducted. */
export function overBudget(config: Config): OverBudget | undefined {
  const { budgetMonthlyUsd: budget, fleet } = config;
  if (budget === undefined) return undefined;
  const bill = billFor(config);
  if (bill.totalUsd <= budget) return undefined;
  const advice = adviseOn(config, bill, budget).map(line => `\n  - ${line}`);
  const jobs = fleet.jobs.length === 1 ? '1 job' : `${fleet.jobs.length} jobs`;
  return {
    sum: bill.totalUsd,
    message: `budget.monthlyUsd: found ${formatUsd(budget)}, but ${fleet.service} costs up to ${formatUsd(bill.totalUsd)} a month (${formatUsd(bill.fixedUsd)} fixed, ${formatUsd(bill.jobsUsd)} for ${jobs}; prices of ${bill.prices.asOf}, ${bill.prices.region}). To reduce it:${advice.join('')}`,
  };
}

/** Lists changes of the configuration and what each saves. */
function adviseOn(config: Config, bill: Bill, budget: number): string[] {
  const highestJobUsd = Math.max(0, ...bill.jobs.map(({ usd }) => usd));
  const excess = bill.totalUsd - budget;
  return [
    ...adviseVerdicts(config, bill),
    ...adviseWithout('queue', config, bill),
    ...adviseWithout('items', config, bill),
    ...adviseWithoutUnlisted(config, bill),
    highestJobUsd > 0
      ? `list fewer jobs: one costs up to ${formatUsd(highestJobUsd)}, so at least ${Math.ceil(excess / highestJobUsd)} fewer`
      : 'list fewer jobs',
    `move a group of jobs to a configuration with its own "service" and budget: each service adds ${formatUsd(bill.fixedUsd)}`,
    `or raise the budget: budget: { monthlyUsd: ${Math.ceil(bill.totalUsd)} }`,
  ];
}

function adviseVerdicts(config: Config, bill: Bill): string[] {
  if (config.alarms === 'job') return [];
  const saved = bill.totalUsd - billFor({ ...config, alarms: 'job' }).totalUsd;
  if (saved <= 0) return [];
  return [`"alarms: job", two alarms and one metric per job: saves ${formatUsd(saved)}`];
}

const parts = { queue: 'a queue', items: 'items' } as const;

function adviseWithout(check: keyof typeof parts, config: Config, bill: Bill): string[] {
  const { fleet } = config;
  const count = fleet.jobs.filter(job => job.enabled[check]).length;
  // a verdict costs the same however many alerts it covers
  if (count === 0 || config.alarms === 'job') return [];
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
    `"unlisted: { maximum: 0 }": saves ${formatUsd(saved)}, but then unlisted jobs are not watched`,
  ];
}

/** Computes how much a change of the fleet saves, in US dollars a month. */
function findSaving(config: Config, bill: Bill, change: Partial<Fleet>): number {
  return bill.totalUsd - billFor({ ...config, fleet: { ...config.fleet, ...change } }).totalUsd;
}
