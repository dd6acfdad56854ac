import type { RawSeries } from '../../lib/sources/ingest.ts';

/** Every example begins here, Unix seconds, a whole minute and a whole hour: 2027-01-15T08:00:00Z. */
export const start = 1_800_000_000;

/** Unix seconds of a minute of the example. */
export const minute = (count: number) => start + 60 * count;

/** The target of a series unless its text says otherwise. */
const target = { job: 'app', instance: 'app:1' };

/**
 * A series with a sample every minute, in promtool's notation: `1x3` is 1 and three more of it,
 * `1+2x3` is 1, 3, 5, 7 and `_x3` are three missing ones.
 */
export function makeSeries(text: string, values: string, everySeconds = 60): RawSeries {
  const { name, labels } = parseLabels(text);
  const samples = readValues(values)
    .map((value, index) => ({ time: start + index * everySeconds, value }))
    .filter((sample): sample is { time: number; value: number } => sample.value !== undefined);
  return {
    labels: { __name__: name, ...target, ...labels },
    times: samples.map(({ time }) => time),
    values: samples.map(({ value }) => value),
  };
}

/** `up` of the default target. */
export const makeUp = (values: string, text = 'up') => makeSeries(text, values);

function parseLabels(text: string) {
  const [, name = '', inner = ''] = /^([^{]*)(?:\{(.*)\})?$/s.exec(text) ?? [];
  const pairs = inner.matchAll(/(\w+)=("(?:\\.|[^"\\])*")/g);
  const labels = Object.fromEntries(
    [...pairs].map(([, key = '', value = '']) => [key, String(JSON.parse(value))]),
  );
  return { name, labels };
}

function readValues(text: string): (number | undefined)[] {
  return text.split(' ').flatMap(word => {
    const [, first = '', step = '0', more] =
      /^([^x+]+)(?:\+([\d.]+))?(?:x(\d+))?$/.exec(word) ?? [];
    // `_x3` are three, `1x3` are four
    if (first === '_') return Array.from({ length: Number(more ?? 1) }, () => undefined);
    const length = Number(more ?? 0) + 1;
    return Array.from({ length }, (_, index) => Number(first) + index * Number(step));
  });
}

/** The series of OpenMetrics text. */
export function parseOpenMetrics(chunks: Iterable<string>): RawSeries[] {
  const found = new Map<string, { times: number[]; values: number[] }>();
  for (const line of [...chunks].join('').split('\n')) {
    const [, key, value, time] = /^(\w+\{.*\}) (\S+) (\S+)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const series = found.get(key) ?? { times: [], values: [] };
    found.set(key, series);
    series.times.push(Number(time));
    series.values.push(value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value));
  }
  return [...found].map(([key, samples]) => {
    const { name, labels } = parseLabels(key);
    const times = samples.times.map((time, index) => ({ time, value: samples.values[index] ?? 0 }));
    // two lives of one target are written as two series with the same labels
    times.sort((a, b) => a.time - b.time);
    return {
      labels: { __name__: name, ...labels },
      times: times.map(({ time }) => time),
      values: times.map(({ value }) => value),
    };
  });
}
