import type { MetricDatum } from '@aws-sdk/client-cloudwatch';

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const maximumMetrics = 1000;

/** Bytes of one call before compression: the smaller of the two meanings of "1 MB". */
const maximumBytes = 1_000_000;

/** The request around the metrics; a namespace has at most 255 characters. */
const envelopeBytes = 300;

/** The fewest calls for the data in order, each within the service's limits. */
export function batch(data: readonly MetricDatum[]): MetricDatum[][] {
  const batches: MetricDatum[][] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = byteLength(datum) + 1;
    const current = batches.at(-1);
    if (current === undefined || current.length === maximumMetrics || bytes + size > maximumBytes) {
      batches.push([datum]);
      bytes = envelopeBytes + size;
      continue;
    }
    current.push(datum);
    bytes += size;
  }
  return batches;
}

/** A time in JSON is 26 bytes here and at most 14 in the SDK's request: never too few. */
function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
