// A minimal Lambda that queries an HTTP server and publishes a metric: the SDK's client and the
// platform's fetch, nothing else.

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';

const client = new CloudWatchClient({});

/** Runs one query and publishes its result as one metric. */
export async function handler({ url }: Readonly<{ url: string }>): Promise<void> {
  const body = new URLSearchParams({ query: 'vector(1)' });
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  const { data } = (await response.json()) as { data: { result: [{ value: [number, string] }] } };
  const Value = Number(data.result[0].value[1]);
  const MetricData = [{ MetricName: 'One', Value }];
  await client.send(new PutMetricDataCommand({ Namespace: 'Bench', MetricData }));
}
