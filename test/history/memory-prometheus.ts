import type { QueryRange, RangeAnswer } from '../../lib/prometheus/answer.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import type { Labels } from '../../lib/sources/question.ts';

/** The history's queries to Prometheus, answered from a list of series. */
export type MemoryPrometheus = Pick<Prometheus, 'samples' | 'range' | 'instant'> & {
  /** Unix seconds; samples that have not arrived yet are not returned. */
  now: number;
  /** Selectors and queries in the order in which they were sent. */
  readonly asked: string[];
};

/** How many seconds a sample is late; samples of one series arrive in order. */
export type Lateness = (labels: Labels, time: number) => number;

export function createMemoryPrometheus(
  all: readonly RawSeries[],
  lateness: Lateness = () => 0,
): MemoryPrometheus {
  const arrivals = new Map(all.map(series => [series, listArrivals(series, lateness)]));
  const byName = Map.groupBy(all, ({ labels }) => labels.__name__ ?? '');
  const asked: string[] = [];
  const client: MemoryPrometheus = {
    now: Number.POSITIVE_INFINITY,
    asked,
    samples: async (selector, { from, to }) => {
      asked.push(selector);
      const series = find(selector)
        .map(one => cut(one, { from, to }))
        .filter(({ times }) => times.length > 0);
      return { series, warnings: [] };
    },
    range: async (promql, { from, to, stepSeconds }) => {
      asked.push(promql);
      return evaluate(promql, makeGrid({ from, to, stepSeconds }), lookBack);
    },
    instant: async (promql, at) => {
      asked.push(promql);
      const { series } = evaluate(promql, [at], lookBack);
      return {
        samples: series.map(({ labels, values }) => ({ labels, value: values[0] ?? 0 })),
        warnings: [],
      };
    },
  };
  const find = (selector: string) => {
    const { name, matches } = parseSelector(selector);
    const candidates = name === '' ? all : (byName.get(name) ?? []);
    return candidates.filter(({ labels }) => matches(labels));
  };
  const cut = (series: RawSeries, { from, to }: Readonly<{ from: number; to: number }>) => {
    const first = countUpTo(series.times, from);
    const arrived = countUpTo(arrivals.get(series) ?? [], client.now);
    const last = Math.max(first, Math.min(arrived, countUpTo(series.times, to)));
    return {
      labels: series.labels,
      times: series.times.slice(first, last),
      values: series.values.slice(first, last),
    };
  };
  const lookBack: LookBack = (selector, seconds, times) =>
    find(selector).map(one => ({
      labels: one.labels,
      points: times.map(to => cut(one, { from: to - seconds, to }).values),
    }));
  return client;
}

function makeGrid({ from, to, stepSeconds }: QueryRange): number[] {
  const length = Math.max(0, Math.floor((to - from) / stepSeconds) + 1);
  return Array.from({ length }, (_, index) => from + index * stepSeconds);
}

/** A series, and its samples in a window before each time of a grid. */
type Row = Readonly<{ labels: Labels; points: readonly (readonly number[])[] }>;

type LookBack = (selector: string, seconds: number, times: readonly number[]) => Row[];

/** The three kinds of queries, each over the same grid. */
function evaluate(promql: string, times: readonly number[], lookBack: LookBack): RangeAnswer {
  const [, counted] = /^count\((.*)\)$/s.exec(promql) ?? [];
  if (counted !== undefined) return countRows(lookBack(counted, 300, times), times);
  const [, last, step] = /^last_over_time\((.*)\[(\d+)s\]\)$/s.exec(promql) ?? [];
  if (last !== undefined) {
    const rows = lookBack(last, Number(step), times);
    return answer(
      rows.map(({ labels, points }) => ({ labels, values: points.map(p => p.at(-1)) })),
      times,
    );
  }
  const [, by = '', most, seconds] =
    /^max by \((.*?)\) \(max_over_time\((.*)\[(\d+)s\]\)\)$/s.exec(promql) ?? [];
  if (most === undefined) throw new Error(`the test's Prometheus cannot answer ${promql}`);
  return findMost(lookBack(most, Number(seconds), times), { names: by.split(', '), times });
}

type Values = Readonly<{ labels: Labels; values: readonly (number | undefined)[] }>;

function answer(rows: readonly Values[], times: readonly number[]): RangeAnswer {
  const series = rows.map(({ labels, values }) => {
    const known = values.flatMap((value, index) =>
      value === undefined ? [] : [{ time: times[index] ?? 0, value }],
    );
    return { labels, times: known.map(k => k.time), values: known.map(k => k.value) };
  });
  return { series: series.filter(one => one.times.length > 0), warnings: [] };
}

function countRows(rows: readonly Row[], times: readonly number[]): RangeAnswer {
  const values = times.map(
    (_, at) => rows.filter(({ points }) => points[at]?.length).length || undefined,
  );
  return answer([{ labels: {}, values }], times);
}

function findMost(
  rows: readonly Row[],
  { names, times }: Readonly<{ names: readonly string[]; times: readonly number[] }>,
): RangeAnswer {
  const pick = (labels: Labels) =>
    JSON.stringify(Object.fromEntries(names.map(name => [name, labels[name] ?? ''])));
  const groups = [...Map.groupBy(rows, ({ labels }) => pick(labels))];
  const maxima = groups.map(([key, group]) => ({
    labels: JSON.parse(key) as Labels,
    values: times.map((_, at) => findMaximum(group.flatMap(({ points }) => points[at] ?? []))),
  }));
  return answer(maxima, times);
}

function findMaximum(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}

/** When each sample arrived: a late one delays those that follow it. */
function listArrivals({ labels, times }: RawSeries, lateness: Lateness): number[] {
  let newest = Number.NEGATIVE_INFINITY;
  return times.map(time => {
    newest = Math.max(newest, time + lateness(labels, time));
    return newest;
  });
}

export function parseSelector(selector: string) {
  const [, name = '', inner = ''] = /^([^{]*)\{(.*)\}$/s.exec(selector) ?? [];
  const tests = [...inner.matchAll(/(\w+)(=~|!~|!=|=)("(?:\\.|[^"\\])*")/g)].map(
    ([, label = '', operator = '', text = '']) => {
      const value = String(JSON.parse(text));
      const pattern = new RegExp(`^(?:${value})$`, 's');
      return (labels: Labels) => {
        const found = labels[label] ?? '';
        const isEqual = operator.endsWith('~') ? pattern.test(found) : found === value;
        return isEqual !== operator.startsWith('!');
      };
    },
  );
  return { name, matches: (labels: Labels) => tests.every(test => test(labels)) };
}

/** How many of ascending times are at or before a time. */
function countUpTo(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
