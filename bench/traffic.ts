import type { Reading, Traffic } from './measured.ts';
import type { Exchange } from './recorder.ts';
import type { Call } from './sink.ts';

/** What a round sent and received: its exchanges with Prometheus, and its calls to CloudWatch. */
export async function describeTraffic(
  exchanges: readonly Exchange[],
  calls: readonly Call[],
  url: string,
): Promise<Traffic> {
  const { slowestQuerySeconds, ...reading } = await readExchanges(exchanges, url);
  return {
    ...reading,
    slowestQuerySeconds,
    queries: exchanges.length,
    promqlBytes: exchanges.reduce((sum, one) => sum + readQuery(one).length, 0),
    calls: calls.length,
    metrics: calls.reduce((sum, { metrics }) => sum + metrics, 0),
  };
}

/** What Prometheus read and sent. Throws where it refused a query. */
export async function describeReading(
  exchanges: readonly Exchange[],
  url: string,
): Promise<Reading> {
  const { samples, answeredBytes } = await readExchanges(exchanges, url);
  return { samples, answeredBytes };
}

async function readExchanges(exchanges: readonly Exchange[], url: string) {
  const refused = exchanges.find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`Prometheus answered ${refused.status}`);
  const answeredBytes = exchanges.reduce((sum, one) => sum + one.answerBytes, 0);
  return { ...(await readStatistics(exchanges, url)), answeredBytes };
}

function readQuery({ body }: Exchange): string {
  return new URLSearchParams(body.toString()).get('query') ?? '';
}

/** Runs the same queries again with Prometheus's statistics. */
async function readStatistics(exchanges: readonly Exchange[], url: string) {
  let samples = 0;
  let slowestQuerySeconds = 0;
  for (const { path, body } of exchanges) {
    const form = new URLSearchParams(body.toString());
    form.set('stats', 'all');
    const response = await fetch(`${url}${path}`, { method: 'POST', body: form });
    const { stats } = ((await response.json()) as StatsAnswer).data;
    samples += stats?.samples?.totalQueryableSamples ?? 0;
    slowestQuerySeconds = Math.max(slowestQuerySeconds, stats?.timings?.evalTotalTime ?? 0);
  }
  return { samples, slowestQuerySeconds };
}

type StatsAnswer = Readonly<{
  data: Readonly<{
    stats?: Readonly<{
      samples?: Readonly<{ totalQueryableSamples: number }>;
      /** In seconds. */
      timings?: Readonly<{ evalTotalTime: number }>;
    }>;
  }>;
}>;
