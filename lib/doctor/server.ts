import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';

/** By how much Prometheus's clock is ahead of ours, in seconds. Throws `PrometheusError`. */
export async function readClockAhead(
  { get }: Pick<Prometheus, 'get'>,
  now: () => number,
): Promise<number | undefined> {
  const before = now();
  // asked without a time, Prometheus evaluates at its own
  const data = await get('/api/v1/query', { query: 'time()' });
  const theirs = Number(Object(Object(data).result)[1]);
  // when it looked at its clock lies about half way there and back
  return Number.isFinite(theirs) ? theirs - (before + now()) / 2 : undefined;
}

/** The names of all metrics; none where the server does not tell. */
export async function readMetricNames({ get }: Pick<Prometheus, 'get'>): Promise<string[]> {
  const data = await orNothing(get('/api/v1/label/__name__/values'));
  return Array.isArray(data) ? data.filter(name => typeof name === 'string') : [];
}

/** Seconds that Prometheus keeps data, as far as it says so. */
export async function readRetention({ get }: Pick<Prometheus, 'get'>): Promise<number | undefined> {
  const data = await orNothing(get('/api/v1/status/runtimeinfo'));
  return retentionSeconds(String(Object(data).storageRetention ?? ''));
}

const units: Readonly<Record<string, number>> = {
  y: 31_536_000,
  w: 604_800,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 0.001,
};

/** Prometheus says `15d`, `1w2d` or `15d or 10GiB`; a size alone says nothing of a time. */
function retentionSeconds(text: string): number | undefined {
  const [first = ''] = text.split(' ');
  if (!/^(\d+(y|w|d|h|ms|m|s))+$/.test(first)) return undefined;
  const parts = [...first.matchAll(/(\d+)(y|w|d|h|ms|m|s)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
}

/** For hints only: a server that does not give them is none the worse. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PrometheusError) return undefined;
    throw error;
  }
}
