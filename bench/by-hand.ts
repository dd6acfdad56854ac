// What one writes on a first afternoon: for each job and metric a query of its own, and twenty
// metrics a call (the old limit, still in most examples), one after the other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';

/** Whom to ask, about which jobs, at which minute (Unix seconds). */
export type ByHandWork = Readonly<{ url: string; jobs: readonly string[]; at: number }>;

const metricsACall = 20;

const file = join(process.env.LAMBDA_TASK_ROOT ?? '.', 'work.json');
const { url, jobs, at } = JSON.parse(readFileSync(file, 'utf8')) as ByHandWork;
const client = new CloudWatchClient({});

/** What was sent, so that the bench can tell. */
export async function handler(): Promise<Readonly<{ queries: number; calls: number }>> {
  const data: MetricDatum[] = [];
  let queries = 0;
  for (const job of jobs) {
    for (const [MetricName, query] of Object.entries(queriesOf(`job_name="${job}"`))) {
      const value = await ask(query);
      queries += 1;
      if (Number.isFinite(value)) data.push(datum(MetricName, job, value));
    }
  }
  let calls = 0;
  for (let first = 0; first < data.length; first += metricsACall) {
    const MetricData = data.slice(first, first + metricsACall);
    await client.send(new PutMetricDataCommand({ Namespace: 'ByHand', MetricData }));
    calls += 1;
  }
  return { queries, calls };
}

/** A query for each of the nine alerts and for the metrics that the panels show. */
function queriesOf(job: string): Record<string, string> {
  const runs = (range: string, more = '') =>
    `sum(rate(job_execution_total{${job}${more}}[${range}]))`;
  const items = (status: string) => `sum(rate(job_items_processed_total{${job}${status}}[10m]))`;
  const quantile = (q: number) =>
    `histogram_quantile(${q}, sum by (le) (rate(job_execution_duration_seconds_bucket{${job}}[10m])))`;
  const failed = ',status="failed"';
  return {
    FailureRate: `${runs('10m', failed)} / ${runs('10m')}`,
    CriticalFailureRate: `${runs('5m', failed)} / ${runs('5m')}`,
    RunsPerMinute: `60 * ${runs('10m')}`,
    SecondsSinceSuccess: `time() - max(job_last_success_timestamp_seconds{${job}})`,
    DurationP95: quantile(0.95),
    DurationP50: quantile(0.5),
    QueueSize: `max(job_queue_size{${job}})`,
    QueueGrowth: `max(job_queue_size{${job}}) / max(job_queue_size{${job}} offset 10m)`,
    ItemFailureRate: `${items(failed)} / ${items('')}`,
    ItemsSucceeded: `60 * ${items(',status="success"')}`,
    ItemsFailed: `60 * ${items(failed)}`,
    ItemsSkipped: `60 * ${items(',status="skipped"')}`,
  };
}

type Answer = Readonly<{ data: Readonly<{ result: readonly { value: [number, string] }[] }> }>;

async function ask(query: string): Promise<number> {
  const body = new URLSearchParams({ query, time: String(at) });
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  const { data } = (await response.json()) as Answer;
  return Number(data.result[0]?.value[1] ?? Number.NaN);
}

function datum(MetricName: string, job: string, Value: number): MetricDatum {
  const Dimensions = [{ Name: 'Job', Value: job }];
  return { MetricName, Dimensions, Timestamp: new Date(at * 1000), Value };
}
