import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { CheckName } from '../checks/check.ts';
import { beat } from '../cloudwatch/datum.ts';
import { heartbeatDimensions, namespace } from '../cloudwatch/names.ts';

/** Whose minutes are asked for; both ends are included, in Unix seconds. */
export type MinutesQuestion = Readonly<{
  service: string;
  check: CheckName;
  from: number;
  to: number;
}>;

/**
 * The minutes at which the source answered a check, as CloudWatch has them: one metric of at most
 * 180 points, asked for once a process, as every metric that is read is billed.
 */
export async function readPublishedMinutes(
  client: CloudWatchClient,
  { service, check, from, to }: MinutesQuestion,
): Promise<ReadonlySet<number>> {
  const command = new GetMetricDataCommand({
    StartTime: new Date(from * 1000),
    EndTime: new Date((to + 60) * 1000),
    MetricDataQueries: [heartbeats(service, check)],
  });
  const { MetricDataResults: results = [] } = await client.send(command);
  const { Timestamps: times = [], Values: values = [] } = results[0] ?? {};
  const answered = times.filter((_, index) => values[index] === beat.answered);
  return new Set(answered.map(time => Math.floor(time.getTime() / 1000)));
}

function heartbeats(service: string, check: CheckName): MetricDataQuery {
  const dimensions = Object.entries(heartbeatDimensions(service, check));
  const Dimensions = dimensions.map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: 'Heartbeat', Dimensions };
  return { Id: 'beat', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } };
}
