import { allAlarms } from '../alarms/all-alarms.ts';
import type { AlarmPlan } from '../alarms/plan.ts';
import type { Config } from '../config/config.ts';
import type { Job } from '../model/job.ts';
import { type BillLine, findFixedLines } from './fixed-lines.ts';
import { findFreeTierLines } from './free-tier.ts';
import { metricsUsd, prices } from './prices.ts';
import { findPublished } from './published.ts';
import { countWhileUnlisted } from './unlisted.ts';

/** What one job costs, at the price of an account's first 10,000 metrics. */
export type JobCost = Readonly<{ job: string; metrics: number; alarms: number; usd: number }>;

/** Maximum cost in US dollars a month. The free tier is separate and in none of the other sums. */
export type Bill = Readonly<{
  service: string;
  prices: Readonly<{ asOf: string; region: string }>;
  jobs: readonly JobCost[];
  jobsUsd: number;
  /** Costs that do not depend on the jobs, and API calls and memory that a large fleet needs. */
  fixed: readonly BillLine[];
  fixedUsd: number;
  /** Metrics beyond the first 10,000 cost less. */
  volumeDiscountUsd: number;
  totalUsd: number;
  /** Additional cost while there are unlisted jobs. */
  whileUnlistedUsd: number;
  /** Items that the free tier covers if nothing else in the account uses it. */
  freeTier: readonly BillLine[];
  freeTierUsd: number;
}>;

const metricUsd = prices.metricTiers[0].usd;

/** Computes what a configuration costs a month. Pure: it does not call AWS. */
export function billFor(config: Config): Bill {
  const { service, fleet } = config;
  const plans = allAlarms(config, prices.region);
  const alarmCounts = countAlarms(plans);
  const jobs = fleet.jobs.map(job => billJob(job, config, alarmCounts.get(job.name) ?? 0));
  const jobMetrics = sum(jobs.map(job => job.metrics));
  const fixed = findFixedLines({ config, plans, jobMetrics });
  const metrics = jobMetrics + addUp(fixed, 'metrics');
  const alarms = sum(jobs.map(job => job.alarms)) + addUp(fixed, 'alarms');
  const volumeDiscountUsd = metrics * metricUsd - metricsUsd(metrics);
  const freeTier = findFreeTierLines({ metrics, alarms, fixed });
  const [jobsUsd, fixedUsd] = [sumUsd(jobs), sumUsd(fixed)];
  return {
    service,
    prices: { asOf: prices.asOf, region: prices.region },
    jobs,
    jobsUsd,
    fixed,
    fixedUsd,
    volumeDiscountUsd,
    totalUsd: jobsUsd + fixedUsd - volumeDiscountUsd,
    whileUnlistedUsd: countWhileUnlisted(config) * metricUsd,
    freeTier,
    freeTierUsd: sumUsd(freeTier),
  };
}

/** Counts alarms by job. The key `undefined` is for the service's alarms. */
function countAlarms(plans: readonly AlarmPlan[]): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  for (const { job } of plans) {
    counts.set(job, (counts.get(job) ?? 0) + 1);
  }
  return counts;
}

function billJob(job: Job, config: Config, alarms: number): JobCost {
  const metrics = findPublished(job, config.alarms).length;
  return { job: job.name, metrics, alarms, usd: metrics * metricUsd + alarms * prices.alarm };
}

function addUp(lines: readonly BillLine[], unit: string): number {
  return sum(lines.filter(line => line.unit === unit).map(({ quantity }) => quantity));
}

function sumUsd(lines: readonly Readonly<{ usd: number }>[]): number {
  return sum(lines.map(({ usd }) => usd));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
