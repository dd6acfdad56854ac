import type { Steps } from './exported-series.ts';

/** A series of a family, at the times it was scraped. */
export type WrittenSeries = Readonly<{
  sampleName: string;
  labels: Readonly<Record<string, string>>;
  /** Unix seconds, ascending. */
  times: Iterable<number>;
  value: Steps | ((time: number) => number | undefined);
}>;

/** A family's name is without `_total`, which OpenMetrics adds to a counter's samples. */
export type WrittenFamily = Readonly<{
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  series: Iterable<WrittenSeries>;
}>;

/** Characters gathered before they are handed on: a write per line would be ten times slower. */
const chunkLength = 256 * 1024;

/** OpenMetrics text in chunks, each family in one piece, ending with `# EOF`. */
export function* writeOpenMetrics(families: Iterable<WrittenFamily>): Generator<string> {
  let text = '';
  for (const family of families) {
    text += `# TYPE ${family.name} ${family.type}\n`;
    for (const series of family.series) {
      text += formatSeries(series);
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}# EOF\n`;
}

function formatSeries({ sampleName, labels, times, value }: WrittenSeries): string {
  const prefix = `${sampleName}${formatLabels(labels)}`;
  const read = typeof value === 'function' ? value : readSteps(value);
  let text = '';
  for (const time of times) {
    const number = read(time);
    if (number !== undefined) text += `${prefix} ${formatNumber(number)} ${time}\n`;
  }
  return text;
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** `{a="x",b="y"}`, with backslash, quote and line feed escaped. */
function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Reads a step function at ascending times: one pass over the steps for one over the scrapes. */
function readSteps({ times, values }: Steps): (time: number) => number | undefined {
  let next = 0;
  return time => {
    while (next < times.length && (times[next] ?? 0) <= time) next += 1;
    return next === 0 ? undefined : values[next - 1];
  };
}
