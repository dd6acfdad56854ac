import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { CheckName } from '../checks/check.ts';
import {
  type Dimensions,
  heartbeatDimensions,
  namespace,
  type ServiceMetricName,
  serviceDimensions,
} from '../cloudwatch/names.ts';

/** Whose minutes are asked for; both ends are included, in Unix seconds. */
export type MinutesQuestion = Readonly<{
  service: string;
  check: CheckName;
  from: number;
  to: number;
}>;

/**
 * The minutes at which a check ran and the source answered, as CloudWatch has them: two metrics of
 * at most 180 points, asked for once a process. A heartbeat alone does not say that the source
 * answered, and the source's state alone not that this check asked.
 */
export async function readPublishedMinutes(
  client: CloudWatchClient,
  { service, check, from, to }: MinutesQuestion,
): Promise<ReadonlySet<number>> {
  const command = new GetMetricDataCommand({
    StartTime: new Date(from * 1000),
    EndTime: new Date((to + 60) * 1000),
    MetricDataQueries: [
      query('beat', 'Heartbeat', heartbeatDimensions(service, check)),
      query('source', 'SourceReachable', serviceDimensions(service)),
    ],
  });
  const { MetricDataResults: results = [] } = await client.send(command);
  const [beats, answers] = ['beat', 'source'].map(id => {
    const { Timestamps: times = [], Values: values = [] } = results.find(r => r.Id === id) ?? {};
    const minutes = times.filter((_, index) => values[index] === 1);
    return new Set(minutes.map(time => Math.floor(time.getTime() / 1000)));
  });
  return (beats ?? new Set<number>()).intersection(answers ?? new Set<number>());
}

function query(id: string, name: ServiceMetricName, dimensions: Dimensions): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: name, Dimensions },
      Period: 60,
      Stat: 'Maximum',
    },
  };
}
