/**
 * AWS's prices in US dollars for us-east-1. Secondary sources, of which two or more agree on each
 * figure: AWS Price List of October 2026 as cited by others (metrics, alarms, dashboards,
 * requests, logs), cloudchipr and git.mcrn.ar (Lambda on arm64), factualminds 2026-06 (SNS), the
 * Price List's scheduled invocations and cloudburn 2026-03 (Scheduler). Other regions differ.
 */
export const prices = {
  asOf: '2026-11-23',
  region: 'us-east-1',
  currency: 'USD',
  /** Price per metric and month, by the account's metrics. Hours without data cost nothing. */
  metricTiers: [
    { metrics: 10_000, usd: 0.3 },
    { metrics: 240_000, usd: 0.1 },
    { metrics: 750_000, usd: 0.05 },
    { metrics: Number.POSITIVE_INFINITY, usd: 0.02 },
  ],
  /** Price per alarm of 60 s and month, for each metric it reads. Jobwatch's alarms read one. */
  alarm: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  /** Price per PutMetricData request or other call. */
  apiRequest: 0.01 / 1_000,
  /** Price per metric that GetMetricData reads. No free tier covers it. */
  metricRead: 0.01 / 1_000,
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1_000_000,
  scheduledInvocation: 1 / 1_000_000,
  /** SQS, standard queue; from a secondary source, like the three below. */
  queueRequest: 0.4 / 1_000_000,
  /** DynamoDB on demand: a strongly consistent read of up to 4 kB, a write of up to 1 kB. */
  tableRead: 0.125 / 1_000_000,
  tableWrite: 0.625 / 1_000_000,
  /** Amazon Managed Prometheus, per sample that a query processes. */
  querySample: 0.1 / 1_000_000_000,
  mail: 2 / 100_000,
  logGigabyte: 0.5,
  logGigabyteMonth: 0.03,
} as const;

/**
 * What every account gets for free each month. Sources: AWS's free-tier
 * table for CloudWatch and Lambda, the Price List for Scheduler, factualminds 2026-06 for SNS.
 */
export const freeTier = {
  metrics: 10,
  alarms: 10,
  dashboards: 3,
  /** A dashboard with more metrics is not free. */
  metricsOnFreeDashboard: 50,
  apiRequests: 1_000_000,
  lambdaGigabyteSeconds: 400_000,
  lambdaRequests: 1_000_000,
  scheduledInvocations: 14_000_000,
  queueRequests: 1_000_000,
  mails: 1_000,
  logGigabytes: 5,
} as const;

/** Computes the price of metrics in one account, in US dollars a month, including cheaper tiers. */
export function metricsUsd(metrics: number): number {
  let left = metrics;
  let usd = 0;
  for (const tier of prices.metricTiers) {
    const inTier = Math.min(left, tier.metrics);
    usd += inTier * tier.usd;
    left -= inTier;
  }
  return usd;
}
