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
  /** A metric and month, by how many an account has; an hour without data is not paid for. */
  metricTiers: [
    { metrics: 10_000, usd: 0.3 },
    { metrics: 240_000, usd: 0.1 },
    { metrics: 750_000, usd: 0.05 },
    { metrics: Number.POSITIVE_INFINITY, usd: 0.02 },
  ],
  /** An alarm of 60 s and month, for each metric it reads: ours read one. */
  alarm: 0.1,
  dashboard: 3,
  /** PutMetricData and other calls. */
  apiRequest: 0.01 / 1_000,
  /** A metric asked of GetMetricData, which no free tier covers. */
  metricRead: 0.01 / 1_000,
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1_000_000,
  scheduledInvocation: 1 / 1_000_000,
  mail: 2 / 100_000,
  logGigabyte: 0.5,
  logGigabyteMonth: 0.03,
} as const;

/**
 * What every account has for nothing each month, whatever else it runs. Sources: AWS's free-tier
 * table for CloudWatch and Lambda, the Price List for Scheduler, factualminds 2026-06 for SNS.
 */
export const freeTier = {
  metrics: 10,
  alarms: 10,
  dashboards: 3,
  /** A dashboard that shows more is paid for. */
  metricsOnFreeDashboard: 50,
  apiRequests: 1_000_000,
  lambdaGigabyteSeconds: 400_000,
  lambdaRequests: 1_000_000,
  scheduledInvocations: 14_000_000,
  mails: 1_000,
  logGigabytes: 5,
} as const;

/** US dollars a month for so many metrics in one account, the cheaper tiers included. */
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
