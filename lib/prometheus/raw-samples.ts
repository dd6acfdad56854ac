import type { RangeAnswer, Series } from './answer.ts';

/**
 * The result of a range selector, made equal for all engines: samples after `from`, one for each
 * time. Prometheus 2 includes the beginning of the range, Prometheus 3 does not. VictoriaMetrics
 * answers such a query from its export: with staleness markers as NaN, which all others leave out
 * (it stores no other NaN), and with every copy of a sample that was written twice.
 */
export function tidySamples(
  answer: RangeAnswer,
  { from, contentType = '' }: Readonly<{ from: number; contentType: string | undefined }>,
): RangeAnswer {
  const isExport = contentType.startsWith('application/stream+json');
  const series = answer.series.map(one => keepAfter(isExport ? dropNaN(one) : one, from));
  return { ...answer, series };
}

function keepAfter(series: Series, from: number): Series {
  if ((series.times[0] ?? Number.POSITIVE_INFINITY) > from) return series;
  const first = series.times.findIndex(time => time > from);
  const start = first === -1 ? series.times.length : first;
  return {
    labels: series.labels,
    times: series.times.slice(start),
    values: series.values.slice(start),
  };
}

function dropNaN(series: Series): Series {
  if (!series.values.some(Number.isNaN)) return series;
  const isKept = (_time: unknown, index: number) => !Number.isNaN(series.values[index]);
  return {
    labels: series.labels,
    times: series.times.filter(isKept),
    values: series.values.filter(isKept),
  };
}
