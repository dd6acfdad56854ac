import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { heartbeats } from '../../cloudwatch/heartbeat.ts';
import { namespaceFor } from '../../cloudwatch/names.ts';

/** A round may end almost a minute after its own minute, and CloudWatch shows it some seconds later. */
const freshSeconds = 240;

/**
 * Whether the judge's last round was complete and recent, according to CloudWatch; `at` in Unix
 * seconds.
 */
export async function isHeartbeatFresh(
  client: CloudWatchClient,
  service: string,
  at: number,
): Promise<boolean> {
  const metric = { Namespace: namespaceFor(service), MetricName: 'Heartbeat' };
  const command = new GetMetricDataCommand({
    StartTime: new Date((at - freshSeconds) * 1_000),
    EndTime: new Date((at + 60) * 1_000),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: [
      { Id: 'heartbeat', MetricStat: { Metric: metric, Period: 60, Stat: 'Maximum' } },
    ],
  });
  const { MetricDataResults: [result] = [] } = await client.send(command);
  return (result?.Values?.[0] ?? 0) >= heartbeats.whole;
}
