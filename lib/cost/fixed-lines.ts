import { assumptions } from './assumptions.ts';
import { prices } from './prices.ts';
import { serviceMetrics } from './published.ts';

/** One position: a quantity a month and its price in US dollars. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

export type FleetCounts = Readonly<{
  /** What the listed jobs publish together. */
  jobMetrics: number;
  /** Those that speak of the whole service. */
  alarms: number;
  unlistedRatios: number;
}>;

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const metricsACall = 1000;

/** What a service costs a month whatever its jobs are; only its calls grow with them. */
export function findFixedLines({ jobMetrics, alarms, unlistedRatios }: FleetCounts): BillLine[] {
  const metricUsd = prices.metricTiers[0].usd;
  return [
    price('Metrics of the service', 'metrics', [serviceMetrics.length, metricUsd]),
    price('Alarms on Jobwatch and unlisted jobs', 'alarms', [alarms, prices.alarm]),
    price('Dashboard', 'dashboards', [1, prices.dashboard]),
    ...findRunLines(jobMetrics + serviceMetrics.length, 1 + unlistedRatios),
    price('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

/**
 * What the judge's runs cost: how many metrics each publishes, and how many one that starts cold
 * reads, the heartbeat and the ratios.
 */
function findRunLines(metricsARun: number, metricsRead: number): BillLine[] {
  const { minutesAMonth: runs, secondsARun, memoryMegabytes, logBytesARun } = assumptions;
  const coldStarts = (assumptions.coldStartsADay * runs) / 1440;
  const logUsd = prices.logGigabyte + prices.logGigabyteMonth * assumptions.logRetentionMonths;
  return [
    price('PutMetricData', 'requests', [
      runs * Math.ceil(metricsARun / metricsACall),
      prices.apiRequest,
    ]),
    price('GetMetricData at cold starts', 'metrics read', [
      coldStarts * metricsRead,
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
