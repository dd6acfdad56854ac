import { planNotReporting, planSourceUnreachable, planUnlisted } from '../alarms/checker.ts';
import { alarmsOf } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Fleet, Job } from '../model/job.ts';
import { assumptions } from './assumptions.ts';
import { freeTierLines } from './free-tier.ts';
import { metricsUsd, prices } from './prices.ts';
import { type Published, publishedOf } from './published.ts';

/** One position: a quantity a month and its price. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

/** What one job adds, at the price of an account's first 10,000 metrics. */
export type JobCost = Readonly<{ job: string; metrics: number; alarms: number; usd: number }>;

/** US dollars a month, at most. The free tier is told apart and is in none of the other sums. */
export type Bill = Readonly<{
  service: string;
  prices: Readonly<{ asOf: string; region: string }>;
  jobs: readonly JobCost[];
  jobsUsd: number;
  /** What the service costs whatever its jobs are, and what a large fleet adds to it. */
  fixed: readonly BillLine[];
  fixedUsd: number;
  /** Metrics beyond the first 10,000 cost less. */
  volumeDiscountUsd: number;
  totalUsd: number;
  /** What is added while Prometheus knows jobs that nobody listed. */
  whileUnlistedUsd: number;
  /** Positions that the free tier covers if nothing else in the account uses it. */
  freeTier: readonly BillLine[];
  freeTierUsd: number;
}>;

/** An hour of each day in which the unlisted ratios are sent though there is no unlisted job. */
const sweepShare = 1 / 24;

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const metricsACall = 1000;

const metricUsd = prices.metricTiers[0].usd;

/** What a fleet costs a month. Pure: nothing is asked of AWS. */
export function billFor(fleet: Fleet): Bill {
  const published = publishedOf(fleet);
  const jobs = fleet.jobs.map(job => jobCost(job, published));
  const fixed = fixedLines(fleet, published);
  const jobsUsd = sumUsd(jobs);
  const fixedUsd = sumUsd(fixed);
  const metrics = sum(jobs.map(job => job.metrics)) + quantityOf(fixed, 'metrics');
  const alarms = sum(jobs.map(job => job.alarms)) + quantityOf(fixed, 'alarms');
  const volumeDiscountUsd = metrics * metricUsd - metricsUsd(metrics);
  const freeTier = freeTierLines({ metrics, alarms, fixed });
  return {
    service: fleet.service,
    prices: { asOf: prices.asOf, region: prices.region },
    jobs,
    jobsUsd,
    fixed,
    fixedUsd,
    volumeDiscountUsd,
    totalUsd: jobsUsd + fixedUsd - volumeDiscountUsd,
    whileUnlistedUsd: unlistedAlerts(fleet) * metricUsd * (1 - sweepShare),
    freeTier,
    freeTierUsd: sumUsd(freeTier),
  };
}

function jobCost(job: Job, { ofJob }: Published): JobCost {
  const metrics = ofJob.get(job.name)?.length ?? 0;
  const alarms = checks.flatMap(check => alarmsOf(check, job)).length;
  return { job: job.name, metrics, alarms, usd: metrics * metricUsd + alarms * prices.alarm };
}

function fixedLines(fleet: Fleet, published: Published): BillLine[] {
  const runs = checks.length * assumptions.minutesAMonth;
  const gigabyteSeconds = (runs * assumptions.secondsARun * assumptions.memoryMegabytes) / 1024;
  const logGigabytes = (runs * assumptions.logBytesARun) / 1e9;
  const metrics = 1 + checks.length + published.ofService.length;
  const reads = (checks.length * assumptions.coldStartsADay * assumptions.minutesAMonth) / 1440;
  const line = (item: string, unit: string, [quantity, each]: readonly [number, number]) => ({
    item,
    unit,
    quantity,
    usd: quantity * each,
  });
  return [
    line('Metrics of the service and its checks', 'metrics', [metrics, metricUsd]),
    line('Ratios of unlisted jobs, an hour a day', 'metrics', [
      unlistedAlerts(fleet) * sweepShare,
      metricUsd,
    ]),
    line('Alarms on the checker and unlisted jobs', 'alarms', [checkerAlarms(fleet), prices.alarm]),
    line('Dashboard', 'dashboards', [1, prices.dashboard]),
    line('PutMetricData', 'requests', [callsAMonth(published), prices.apiRequest]),
    line('GetMetricData at cold starts', 'metrics read', [
      reads * assumptions.metricsReadAtColdStart,
      prices.metricRead,
    ]),
    line('Lambda time (arm64)', 'GB-s', [gigabyteSeconds, prices.lambdaGigabyteSecond]),
    line('Lambda runs', 'runs', [runs, prices.lambdaRequest]),
    line('Scheduler', 'invocations', [runs, prices.scheduledInvocation]),
    line('Logs', 'GB', [
      logGigabytes,
      prices.logGigabyte + prices.logGigabyteMonth * assumptions.logRetentionMonths,
    ]),
    line('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

function checkerAlarms(fleet: Fleet): number {
  const checker = { fleet, links: { runbookUrl: '', dashboardUrl: '' } };
  const reporting = checks.map(({ name }) => planNotReporting(name, checker));
  return [planSourceUnreachable(checker), ...reporting, ...planUnlisted(checker)].length;
}

/** One ratio an alert, where unlisted jobs are measured at all. */
function unlistedAlerts({ unlisted }: Fleet): number {
  if (unlisted.maximum === 0) return 0;
  const any: Job = { ...unlisted.settings, name: '' };
  return checks.flatMap(check => alarmsOf(check, any)).length;
}

/** Each check sends its own, with a heartbeat and the source's state, in as few calls as hold it. */
function callsAMonth({ ofCheck }: Published): number {
  const calls = ofCheck.map(metrics => Math.ceil((metrics + 2) / metricsACall));
  return sum(calls) * assumptions.minutesAMonth;
}

function quantityOf(lines: readonly BillLine[], unit: string): number {
  return sum(lines.filter(line => line.unit === unit).map(({ quantity }) => quantity));
}

function sumUsd(lines: readonly Readonly<{ usd: number }>[]): number {
  return sum(lines.map(({ usd }) => usd));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
