import type { Fleet } from '../model/job.ts';
import { assumptions } from './assumptions.ts';
import { prices } from './prices.ts';
import { serviceMetrics } from './published.ts';
import { countUnlistedAlarms, sweepShare } from './unlisted.ts';

/** One position: a quantity a month and its price in US dollars. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

/** What the jobs publish together, and the alarms that speak of the whole service. */
export type FleetCounts = Readonly<{ jobMetrics: number; alarms: number }>;

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const metricsACall = 1000;

/** What a service costs a month whatever its jobs are; only its calls grow with them. */
export function findFixedLines(fleet: Fleet, { jobMetrics, alarms }: FleetCounts): BillLine[] {
  const metricUsd = prices.metricTiers[0].usd;
  const ratios = countUnlistedAlarms(fleet) * sweepShare;
  return [
    price('Metrics of the service', 'metrics', [serviceMetrics.length, metricUsd]),
    price('Ratios of unlisted jobs, an hour a day', 'metrics', [ratios, metricUsd]),
    price('Alarms on Jobwatch and unlisted jobs', 'alarms', [alarms, prices.alarm]),
    price('Dashboard', 'dashboards', [1, prices.dashboard]),
    ...findRunLines(jobMetrics + serviceMetrics.length),
    price('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

/** What the judge's runs cost, each of which publishes so many metrics. */
function findRunLines(metricsARun: number): BillLine[] {
  const { minutesAMonth: runs, secondsARun, memoryMegabytes, logBytesARun } = assumptions;
  const reads = (assumptions.coldStartsADay * runs) / 1440;
  const logUsd = prices.logGigabyte + prices.logGigabyteMonth * assumptions.logRetentionMonths;
  return [
    price('PutMetricData', 'requests', [
      runs * Math.ceil(metricsARun / metricsACall),
      prices.apiRequest,
    ]),
    price('GetMetricData at cold starts', 'metrics read', [
      reads * assumptions.metricsReadAtColdStart,
      prices.metricRead,
    ]),
    price('Lambda time (arm64)', 'GB-s', [
      (runs * secondsARun * memoryMegabytes) / 1024,
      prices.lambdaGigabyteSecond,
    ]),
    price('Lambda runs', 'runs', [runs, prices.lambdaRequest]),
    price('Scheduler', 'invocations', [runs, prices.scheduledInvocation]),
    price('Logs', 'GB', [(runs * logBytesARun) / 1e9, logUsd]),
  ];
}

function price(item: string, unit: string, [quantity, each]: readonly [number, number]): BillLine {
  return { item, unit, quantity, usd: quantity * each };
}
