import type { InstantAnswer, RangeAnswer, Sample, Series } from './answer.ts';
import { badAnswer, type Envelope, isFields } from './envelope.ts';
import { excerpt, type PrometheusError } from './errors.ts';

type Labels = Readonly<Record<string, string>>;

const histogramWarning = 'native histograms were left out of the answer';

/** Reads the samples of an instant query. Throws `bad-answer` if the answer has another shape. */
export function readInstant(envelope: Envelope, url: string): InstantAnswer {
  const { type, result } = readResult(envelope, url);
  if (type === 'scalar') {
    return {
      samples: [{ labels: {}, value: readValue(result, url) }],
      warnings: envelope.warnings,
    };
  }
  if (type !== 'vector') throw unknownType(type, 'vector or scalar', url);
  const samples: Sample[] = [];
  let histograms = false;
  for (const row of readRows(result, url)) {
    const labels = readLabels(row.metric, url);
    if (row.value === undefined && row.histogram !== undefined) histograms = true;
    else samples.push({ labels, value: readValue(row.value, url) });
  }
  const { warnings } = envelope;
  return { samples, warnings: histograms ? [...warnings, histogramWarning] : warnings };
}

/**
 * Reads the series of a range query. A native histogram is read as the `_count` and `_sum` that a
 * classic one has. Throws `bad-answer` if the answer has another shape.
 */
export function readRange(envelope: Envelope, url: string): RangeAnswer {
  const { type, result } = readResult(envelope, url);
  if (type !== 'matrix') throw unknownType(type, 'matrix', url);
  const series: Series[] = [];
  for (const row of readRows(result, url)) {
    const labels = readLabels(row.metric, url);
    if (row.histograms !== undefined) series.push(...readHistograms(labels, row.histograms, url));
    if (row.values !== undefined) series.push({ labels, ...readPoints(row.values, url) });
    else if (row.histograms === undefined)
      throw badAnswer(url, 'a series without values', 'values');
  }
  return { series, warnings: envelope.warnings };
}

function readHistograms(labels: Labels, rows: unknown, url: string): Series[] {
  if (!Array.isArray(rows)) throw badAnswer(url, formatReceived(rows), '"histograms" as a list');
  return (['count', 'sum'] as const).map(part => ({
    labels: { ...labels, __name__: `${labels.__name__ ?? ''}_${part}` },
    ...readPoints(
      rows.map(row => (Array.isArray(row) ? [row[0], Object(row[1])[part]] : row)),
      url,
    ),
  }));
}

function readResult({ data }: Envelope, url: string): { type: unknown; result: unknown } {
  if (!isFields(data))
    throw badAnswer(url, formatReceived(data), '"data" with "resultType" and "result"');
  return { type: data.resultType, result: data.result };
}

function* readRows(result: unknown, url: string): Generator<Readonly<Record<string, unknown>>> {
  if (!Array.isArray(result)) throw badAnswer(url, formatReceived(result), '"result" as a list');
  for (const row of result) {
    if (!isFields(row))
      throw badAnswer(url, formatReceived(row), 'a series with "metric" and values');
    yield row;
  }
}

// The parsed object is used unchanged: `JSON.parse` makes `__proto__` a plain property, and no
// label is ever assigned to another object by its name.
function readLabels(metric: unknown, url: string): Labels {
  if (!isLabels(metric))
    throw badAnswer(url, formatReceived(metric), '"metric" with texts as values');
  return metric;
}

function isLabels(metric: unknown): metric is Labels {
  if (!isFields(metric)) return false;
  for (const name of Object.keys(metric)) {
    if (typeof metric[name] !== 'string') return false;
  }
  return true;
}

function readPoints(points: unknown, url: string): { times: number[]; values: number[] } {
  if (!Array.isArray(points)) throw badAnswer(url, formatReceived(points), '"values" as a list');
  const times = new Array<number>(points.length);
  const values = new Array<number>(points.length);
  let length = 0;
  let before = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < points.length; index += 1) {
    const point: unknown = points[index];
    // Creating a pair for each of a million points would cost more than reading them.
    if (!isPoint(point)) throw unreadablePoint(point, url);
    const time = point[0];
    const value = parseNumber(point[1]);
    if (value === undefined) throw unreadablePoint(point, url);
    if (time < before) throw badAnswer(url, `${time} after ${before}`, 'ascending times');
    if (time === before) {
      values[length - 1] = highest(values[length - 1], value);
      continue;
    }
    times[length] = time;
    values[length] = value;
    length += 1;
    before = time;
  }
  times.length = length;
  values.length = length;
  return { times, values };
}

// VictoriaMetrics keeps every copy of a sample that was written twice, for example by a pair of
// agents. The highest value is used, as in VictoriaMetrics's deduplication.
function highest(known: number | undefined, value: number): number {
  if (known === undefined || Number.isNaN(known)) return value;
  return value > known ? value : known;
}

function readValue(point: unknown, url: string): number {
  const value = isPoint(point) ? parseNumber(point[1]) : undefined;
  if (value === undefined) throw unreadablePoint(point, url);
  return value;
}

function isPoint(point: unknown): point is readonly [number, string] {
  if (!Array.isArray(point) || point.length !== 2) return false;
  return Number.isFinite(point[0]) && typeof point[1] === 'string';
}

function unreadablePoint(point: unknown, url: string): PrometheusError {
  return badAnswer(
    url,
    formatReceived(point),
    'a time as number and a value as text, such as [1, "2.5"]',
  );
}

// `Number` would accept "", " 7", "0x1F" and "Infinity", which Prometheus never writes.
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : undefined;
}

function unknownType(type: unknown, expected: string, url: string): PrometheusError {
  return badAnswer(url, `resultType ${formatReceived(type)}`, `resultType ${expected}`);
}

function formatReceived(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? 'nothing');
}
