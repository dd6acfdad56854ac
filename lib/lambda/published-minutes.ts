import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { heartbeats } from '../cloudwatch/heartbeat.ts';
import { namespaceFor, type PublishedMetricName, unlistedMetric } from '../cloudwatch/names.ts';
import type { PastRatio } from '../cloudwatch/unlisted.ts';
import type { AlertName } from '../model/job.ts';

/** Whose minutes are requested; both ends are included, in Unix seconds. */
type MinutesQuestion = Readonly<{ service: string; from: number; to: number }>;

/**
 * The minutes that were judged completely, according to CloudWatch: one metric with at most 180
 * datapoints, read once per process, because every metric that is read is billed.
 */
export async function readPublishedMinutes(
  client: CloudWatchClient,
  question: MinutesQuestion,
): Promise<ReadonlySet<number>> {
  const [result] = await readMetrics(client, question, { metrics: ['Heartbeat'], period: 60 });
  const { Timestamps: times = [], Values: values = [] } = result ?? {};
  const whole = times.filter((_, index) => values[index] === heartbeats.whole);
  return new Set(whole.map(time => Math.floor(time.getTime() / 1000)));
}

/** The last ratio of unlisted jobs that was published, by alert, within five minutes. */
export async function readPublishedRatios(
  client: CloudWatchClient,
  question: MinutesQuestion,
  alerts: readonly AlertName[],
): Promise<ReadonlyMap<AlertName, PastRatio>> {
  const metrics = alerts.map(unlistedMetric);
  const results = await readMetrics(client, question, { metrics, period: 300 });
  const ratios = alerts.flatMap((alert, index) => {
    const { Timestamps: [time] = [], Values: [ratio] = [] } = results[index] ?? {};
    if (time === undefined || ratio === undefined) return [];
    return [[alert, { ratio, at: Math.floor(time.getTime() / 1000) }] as const];
  });
  return new Map(ratios);
}

/** The last value of a metric that was published, within five minutes. */
export async function readLastValue(
  client: CloudWatchClient,
  question: MinutesQuestion,
  metric: PublishedMetricName,
): Promise<number | undefined> {
  const [result] = await readMetrics(client, question, { metrics: [metric], period: 300 });
  return result?.Values?.[0];
}

type MetricsQuery = Readonly<{ metrics: readonly PublishedMetricName[]; period: number }>;

/** Results in the order of the metrics, newest first. */
async function readMetrics(
  client: CloudWatchClient,
  { service, from, to }: MinutesQuestion,
  { metrics, period }: MetricsQuery,
): Promise<(MetricDataResult | undefined)[]> {
  if (metrics.length === 0) return [];
  const command = new GetMetricDataCommand({
    StartTime: new Date(from * 1000),
    EndTime: new Date((to + 60) * 1000),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: metrics.map((MetricName, index) => ({
      Id: `metric${index}`,
      MetricStat: {
        Metric: { Namespace: namespaceFor(service), MetricName },
        Period: period,
        Stat: 'Maximum',
      },
    })),
  });
  const { MetricDataResults: results = [] } = await client.send(command);
  return metrics.map((_, index) => results.find(({ Id }) => Id === `metric${index}`));
}
