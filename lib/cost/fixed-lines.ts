import { assumptions } from './assumptions.ts';
import { findJudgeMegabytes } from './judge-memory.ts';
import { prices } from './prices.ts';
import { serviceMetrics } from './published.ts';

/** One item of a bill: a quantity per month and its price in US dollars. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

export type FleetCounts = Readonly<{
  jobs: number;
  /** What the listed jobs publish together. */
  jobMetrics: number;
  /** The service's alarms: those that belong to no job. */
  alarms: number;
  unlistedRatios: number;
}>;

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const metricsACall = 1000;

/** Lists what a service costs a month besides its jobs' metrics and alarms. */
export function findFixedLines(counts: FleetCounts): BillLine[] {
  const metricUsd = prices.metricTiers[0].usd;
  return [
    price('Metrics of the service', 'metrics', [serviceMetrics.length, metricUsd]),
    price('Alarms on Jobwatch and unlisted jobs', 'alarms', [counts.alarms, prices.alarm]),
    price('Dashboard', 'dashboards', [1, prices.dashboard]),
    ...findCallLines(counts),
    ...findRunLines(findJudgeMegabytes(counts.jobs)),
    price('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

/** A run publishes all metrics. A cold start also reads the heartbeat and the ratios. */
function findCallLines({ jobMetrics, unlistedRatios }: FleetCounts): BillLine[] {
  const { minutesAMonth, coldStartsADay } = assumptions;
  const calls = Math.ceil((jobMetrics + serviceMetrics.length) / metricsACall);
  const reads = (coldStartsADay * minutesAMonth * (1 + unlistedRatios)) / 1440;
  return [
    price('PutMetricData', 'requests', [minutesAMonth * calls, prices.apiRequest]),
    price('GetMetricData at cold starts', 'metrics read', [reads, prices.metricRead]),
  ];
}

function findRunLines(megabytes: number): BillLine[] {
  const { minutesAMonth: runs, secondsARun, logBytesARun } = assumptions;
  const gigabyteSeconds = (runs * secondsARun * megabytes) / 1024;
  const logUsd = prices.logGigabyte + prices.logGigabyteMonth * assumptions.logRetentionMonths;
  return [
    price('Lambda time (arm64)', 'GB-s', [gigabyteSeconds, prices.lambdaGigabyteSecond]),
    price('Lambda runs', 'runs', [runs, prices.lambdaRequest]),
    price('Scheduler', 'invocations', [runs, prices.scheduledInvocation]),
    price('Logs', 'GB', [(runs * logBytesARun) / 1e9, logUsd]),
  ];
}

function price(item: string, unit: string, [quantity, each]: readonly [number, number]): BillLine {
  return { item, unit, quantity, usd: quantity * each };
}
