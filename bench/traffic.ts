import type { Reading, Traffic } from './measured.ts';
import type { Exchange } from './recorder.ts';
import type { Call } from './sink.ts';

/** What a round sent and received: its exchanges with Prometheus, and its calls to CloudWatch. */
export async function describeTraffic(
  exchanges: readonly Exchange[],
  calls: readonly Call[],
  url: string,
): Promise<Traffic> {
  return {
    ...(await describeReading(exchanges, url)),
    queries: exchanges.length,
    promqlBytes: exchanges.reduce((sum, one) => sum + readQuery(one).length, 0),
    calls: calls.length,
    metrics: calls.reduce((sum, { metrics }) => sum + metrics, 0),
  };
}

/** What Prometheus read and sent. Throws if it rejected a query. */
export async function describeReading(
  exchanges: readonly Exchange[],
  url: string,
): Promise<Reading> {
  const refused = exchanges.find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`Prometheus answered ${refused.status}`);
  return {
    samples: await countSamples(exchanges, url),
    answeredBytes: exchanges.reduce((sum, { answerBytes }) => sum + answerBytes, 0),
  };
}

function readQuery({ body }: Exchange): string {
  return new URLSearchParams(body.toString()).get('query') ?? '';
}

/** Runs the same queries again with Prometheus's statistics. */
async function countSamples(exchanges: readonly Exchange[], url: string): Promise<number> {
  let samples = 0;
  for (const { path, body } of exchanges) {
    const form = new URLSearchParams(body.toString());
    form.set('stats', 'all');
    const response = await fetch(`${url}${path}`, { method: 'POST', body: form });
    const answer = (await response.json()) as StatsAnswer;
    samples += answer.data.stats?.samples?.totalQueryableSamples ?? 0;
  }
  return samples;
}

type StatsAnswer = Readonly<{
  data: Readonly<{ stats?: Readonly<{ samples?: Readonly<{ totalQueryableSamples: number }> }> }>;
}>;
