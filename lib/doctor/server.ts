import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { countTargets, serverTime } from '../sources/inspect.ts';

/** Else VictoriaMetrics takes a moment 30 s ago for its own time. */
const asOfNow = { nocache: '1' };

/** By how much Prometheus's clock is ahead of ours, in seconds. Throws `PrometheusError`. */
export async function readClockAhead(
  { get }: Pick<Prometheus, 'get'>,
  now: () => number,
): Promise<number | undefined> {
  const before = now();
  // without a time, Prometheus evaluates at its own
  const data = await get('/api/v1/query', { query: serverTime, ...asOfNow });
  const theirs = readNumber(Object(data).result);
  // it read its clock about half way between request and answer
  return theirs === undefined ? undefined : theirs - (before + now()) / 2;
}

/** Prometheus gives `[time, "value"]`, VictoriaMetrics a series with that as its value. */
function readNumber(result: unknown): number | undefined {
  const [first, second] = Array.isArray(result) ? result : [];
  const text = second ?? Object(Object(first).value)[1];
  const number = Number(text ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** The names of all metrics with these labels; empty if the server does not list them. */
export async function readMetricNames(
  { get }: Pick<Prometheus, 'get'>,
  selector: string,
): Promise<string[]> {
  const matching = selector === '' ? [] : [['match[]', `{${selector}}`] as const];
  const data = await ifAnswered(get('/api/v1/label/__name__/values', matching));
  return Array.isArray(data) ? data.filter(name => typeof name === 'string') : [];
}

/** Seconds for which Prometheus keeps data, and when it started, Unix seconds, if it says so. */
export async function readRuntime({ get }: Pick<Prometheus, 'get'>) {
  const data = Object(await ifAnswered(get('/api/v1/status/runtimeinfo')));
  const startedAt = Date.parse(String(data.startTime ?? '')) / 1000;
  return {
    retentionSeconds: parseRetention(String(data.storageRetention ?? '')),
    startedAt: Number.isFinite(startedAt) ? startedAt : undefined,
  };
}

const looks = 4;

/** How many servers answer at one address, distinguished by their start times. */
export async function countServers(client: Pick<Prometheus, 'get'>): Promise<number> {
  const starts = new Set<number | undefined>();
  for (let look = 0; look < looks; look += 1) starts.add((await readRuntime(client)).startedAt);
  return starts.size;
}

/** A Prometheus that has watched for less than this has too little data, in seconds. */
const youngSeconds = 300;

/** How long Prometheus has had any target, in seconds, if that is only a few minutes. */
export async function readHistoryAge(
  { instant }: Pick<Prometheus, 'instant'>,
  { at, startedAt }: Readonly<{ at: number; startedAt: number | undefined }>,
): Promise<number | undefined> {
  const count = async (time: number) =>
    (await ifAnswered(instant(countTargets, time)))?.samples.length ?? 1;
  if ((await count(at - youngSeconds)) > 0) return undefined;
  if ((await count(at)) > 0) {
    for (const seconds of [240, 180, 120, 60]) if ((await count(at - seconds)) > 0) return seconds;
    return 60;
  }
  // `at` is a whole minute, so Prometheus may have started after it
  const age = Math.max(0, at - (startedAt ?? Number.NEGATIVE_INFINITY));
  return age < youngSeconds ? age : undefined;
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

/** Prometheus says `15d`, `1w2d` or `15d or 10GiB`; a size alone says nothing about time. */
function parseRetention(text: string): number | undefined {
  const [first = ''] = text.split(' ');
  if (!/^(\d+(y|w|d|h|ms|m|s))+$/.test(first)) return undefined;
  const parts = [...first.matchAll(/(\d+)(y|w|d|h|ms|m|s)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
}

/** For hints only: it does not matter if a server does not have them. */
export async function ifAnswered<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PrometheusError) return undefined;
    throw error;
  }
}
