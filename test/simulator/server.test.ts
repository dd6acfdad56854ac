import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const from = Date.UTC(2026, 0, 5) / 1000;
const evil = 'clips "\\n" \\ {a="b"}\nsecond line, é 🎬';

const scenario: Scenario = {
  from,
  to: from + 3 * 3600,
  scrapeSeconds: 15,
  seed: 3,
  processes: [
    {
      instance: 'pod-1',
      stopsAt: from + 5000,
      upAfterStop: 'down',
      jobs: [
        {
          name: evil,
          intervalSeconds: 60,
          startJitterSeconds: 5,
          durationSeconds: (_start, index) => (index % 2 === 0 ? 8 : 45),
          outcome: (_start, index) => (index % 5 === 0 ? 'failed' : 'success'),
          items: start => ({ success: start % 7, failed: 1 }),
          queue: () => 12,
        },
      ],
    },
    {
      instance: 'pod-2',
      startsAt: from + 4000,
      jobs: [{ name: 'plain', intervalSeconds: 300, durationSeconds: 20, outcome: 'partial' }],
    },
  ],
};

let prometheus: PrometheusWithHistory;
beforeAll(async () => {
  prometheus = await withPrometheus(scenario);
});
afterAll(() => prometheus.stop());

type Answer = Readonly<{
  data: Readonly<{ result: { metric: Record<string, string>; value: [number, string] }[] }>;
}>;

async function ask(query: string, time: number) {
  const response = await fetch(`${prometheus.url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query, time: String(time) }),
  });
  return ((await response.json()) as Answer).data.result;
}

async function readValues(query: string, time: number): Promise<number[]> {
  return (await ask(query, time)).map(({ value }) => Number(value[1]));
}

/** The runs that had ended by a time. */
const endedBy = (time: number) => prometheus.ledger.runs.filter(run => run.end <= time);

describe('Prometheus holds what the simulator did:', () => {
  test('a counter has the value of the last scrape before the time of the query', async () => {
    const at = from + 1830;
    const scraped = await readValues('max(timestamp(job_execution_total))', at);
    const counted = await readValues('sum(job_execution_total)', at);
    expect(counted).toEqual([endedBy(scraped[0] ?? 0).length]);
  });
  test('the counter of each status ends at the number of its runs', async () => {
    const answer = await ask(
      'sum by (status) (last_over_time(job_execution_total[3h]))',
      scenario.to,
    );
    const counted = answer.map(({ metric, value }) => [metric.status, Number(value[1])]);
    const { success, failed, partial } = Object.groupBy(prometheus.ledger.runs, run => run.outcome);
    expect(Object.fromEntries(counted)).toEqual({
      success: success?.length,
      failed: failed?.length,
      partial: partial?.length,
    });
  });
  test('the counter of items ends at the sum over all runs', async () => {
    const items = prometheus.ledger.runs.reduce((sum, run) => sum + (run.items?.success ?? 0), 0);
    const query = 'last_over_time(job_items_processed_total{status="success"}[3h])';
    expect(await readValues(query, scenario.to)).toEqual([items]);
  });
  test('the histogram counts every run by its duration', async () => {
    const { runs } = prometheus.ledger;
    const bucket = (le: string) =>
      readValues(
        `sum(last_over_time(job_execution_duration_seconds_bucket{le="${le}"}[3h]))`,
        scenario.to,
      );
    expect(await bucket('10')).toEqual([runs.filter(run => run.durationSeconds <= 10).length]);
    expect(await bucket('+Inf')).toEqual([runs.length]);
    const count = 'sum(last_over_time(job_execution_duration_seconds_count[3h]))';
    expect(await readValues(count, scenario.to)).toEqual([runs.length]);
  });
  test('the last success is the end of the last successful run', async () => {
    const last = prometheus.ledger.runs.findLast(run => run.outcome === 'success');
    const query = 'last_over_time(job_last_success_timestamp_seconds[3h])';
    expect(await readValues(query, scenario.to)).toEqual([last?.end]);
  });
  test('a target that is down has up = 0 and no other sample', async () => {
    expect(await readValues('up{instance="pod-1"}', from + 4990)).toEqual([1]);
    expect(await readValues('up{instance="pod-1"}', from + 5100)).toEqual([0]);
    expect(await readValues('job_queue_size', from + 5400)).toEqual([]);
  });
  test('a job name with quotes, backslashes, line breaks and emoji is unchanged', async () => {
    const names = (await ask('job_queue_size', from + 3600)).map(({ metric }) => metric.job_name);
    expect(names).toEqual([evil]);
  });
});

describe('a local Prometheus', () => {
  test('stops once, however often stop is called, and no longer answers', async () => {
    const server = await startPrometheus({ binaries: await findPrometheus() });
    expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
    await Promise.all([server.stop(), server.stop()]);
    await expect(fetch(server.url)).rejects.toThrow();
  });
  test('reports the message of a Prometheus that does not start', async () => {
    const starting = startPrometheus({ binaries: await findPrometheus(), retention: 'a week' });
    await expect(starting).rejects.toMatchObject({
      code: 'prometheus-exited',
      message: expect.stringContaining('not a valid duration string: "a week"'),
    });
  });
  test('rejects history that is not OpenMetrics', async () => {
    const history = { openMetrics: 'job_queue_size{ 1\n# EOF\n' };
    await expect(withPrometheus(history)).rejects.toMatchObject({ code: 'backfill-failed' });
  });
});

test('history can be an asynchronous stream', async () => {
  async function* lines() {
    yield `# TYPE up gauge\nup{job="j"} 1 ${from}\n`;
    yield '# EOF\n';
  }
  const streamed = await withPrometheus({ openMetrics: lines() });
  const response = await fetch(`${streamed.url}/api/v1/query?query=up&time=${from}`);
  await streamed.stop();
  expect(((await response.json()) as Answer).data.result).toHaveLength(1);
});
