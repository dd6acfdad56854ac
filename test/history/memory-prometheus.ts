import type { RangeAnswer } from '../../lib/prometheus/answer.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import type { Labels } from '../../lib/sources/question.ts';

/** What the history asks of Prometheus, answered from a list of series. */
export type MemoryPrometheus = Pick<Prometheus, 'samples' | 'range' | 'instant'> & {
  /** Unix seconds; a sample that has not arrived yet is not answered. */
  now: number;
  /** Selectors and queries in the order in which they were asked. */
  readonly asked: string[];
};

/** By how many seconds a sample is late; samples of one series arrive in their order. */
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
      const times = Array.from(
        { length: Math.max(0, Math.floor((to - from) / stepSeconds) + 1) },
        (_, index) => from + index * stepSeconds,
      );
      return evaluate(promql, times);
    },
    instant: async (promql, at) => {
      asked.push(promql);
      const { series } = evaluate(promql, [at]);
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
  /** The three kinds of queries there are, each over the same grid. */
  const evaluate = (promql: string, times: readonly number[]): RangeAnswer => {
    const window = (selector: string, seconds: number) =>
      find(selector).map(one => ({
        labels: one.labels,
        points: times.map(to => cut(one, { from: to - seconds, to }).values),
      }));
    const answer = (labels: Labels, values: readonly (number | undefined)[]) => {
      const known = values.flatMap((value, index) =>
        value === undefined ? [] : [{ time: times[index] ?? 0, value }],
      );
      const series = { labels, times: known.map(k => k.time), values: known.map(k => k.value) };
      return known.length === 0 ? [] : [series];
    };
    const [, counted] = /^count\((.*)\)$/s.exec(promql) ?? [];
    if (counted !== undefined) {
      const rows = window(counted, 300);
      const counts = times.map(
        (_, at) => rows.filter(({ points }) => (points[at] ?? []).length > 0).length,
      );
      return {
        series: answer(
          {},
          counts.map(count => count || undefined),
        ),
        warnings: [],
      };
    }
    const [, last, step] = /^last_over_time\((.*)\[(\d+)s\]\)$/s.exec(promql) ?? [];
    if (last !== undefined) {
      const rows = window(last, Number(step));
      return {
        series: rows.flatMap(({ labels, points }) =>
          answer(
            labels,
            points.map(p => p.at(-1)),
          ),
        ),
        warnings: [],
      };
    }
    const [, by = '', most, seconds] =
      /^max by \((.*?)\) \(max_over_time\((.*)\[(\d+)s\]\)\)$/s.exec(promql) ?? [];
    if (most === undefined) throw new Error(`the test's Prometheus cannot answer ${promql}`);
    const names = by.split(', ');
    const pick = (labels: Labels) =>
      Object.fromEntries(names.map(name => [name, labels[name] ?? '']));
    const rows = Map.groupBy(window(most, Number(seconds)), ({ labels }) =>
      JSON.stringify(pick(labels)),
    );
    const series = [...rows].flatMap(([key, group]) => {
      const values = times.map((_, at) => group.flatMap(({ points }) => points[at] ?? []));
      return answer(
        JSON.parse(key) as Labels,
        values.map(known =>
          known.length === 0 ? undefined : known.reduce((a, b) => Math.max(a, b)),
        ),
      );
    });
    return { series, warnings: [] };
  };
  return client;
}

/** When each sample was there: a late one holds up those that follow it. */
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
