import type { BillLine } from './fixed-lines.ts';
import { freeTier, metricsUsd, prices } from './prices.ts';

/** All metrics and alarms of a service, and its fixed items. */
type Usage = Readonly<{ metrics: number; alarms: number; fixed: readonly BillLine[] }>;

/** Lists what the free tier covers if nothing else in the account uses it. */
export function findFreeTierLines({ metrics, alarms, fixed }: Usage): BillLine[] {
  const freeMetrics = Math.min(metrics, freeTier.metrics);
  const freeAlarms = Math.min(alarms, freeTier.alarms);
  const metricsSaved = metricsUsd(metrics) - metricsUsd(metrics - freeMetrics);
  return [
    { item: 'Metrics', unit: 'metrics', quantity: freeMetrics, usd: metricsSaved },
    { item: 'Alarms', unit: 'alarms', quantity: freeAlarms, usd: freeAlarms * prices.alarm },
    ...fixed.flatMap(line => cover(line, metrics)),
  ];
}

/** Finds the part of an item that the free tier covers, except metrics and alarms. */
function cover(line: BillLine, metrics: number): BillLine[] {
  const allowance = findAllowance(line.unit, metrics);
  if (allowance === 0 || line.quantity === 0) return [];
  const quantity = Math.min(line.quantity, allowance);
  return [{ ...line, quantity, usd: (line.usd * quantity) / line.quantity }];
}

function findAllowance(unit: string, metrics: number): number {
  switch (unit) {
    case 'dashboards':
      return metrics <= freeTier.metricsOnFreeDashboard ? freeTier.dashboards : 0;
    case 'requests':
      return freeTier.apiRequests;
    case 'GB-s':
      return freeTier.lambdaGigabyteSeconds;
    case 'runs':
      return freeTier.lambdaRequests;
    case 'invocations':
      return freeTier.scheduledInvocations;
    case 'GB':
      return freeTier.logGigabytes;
    case 'queue requests':
      return freeTier.queueRequests;
    case 'mails':
      return freeTier.mails;
    default:
      return 0;
  }
}
