import type { Steps } from './exported-series.ts';

/** A series of a family and the times at which it was scraped. */
export type WrittenSeries = Readonly<{
  sampleName: string;
  labels: Readonly<Record<string, string>>;
  /** Unix seconds, ascending. */
  times: Iterable<number>;
  value: Steps | ((time: number) => number | undefined);
}>;

/** A metric family. Its name has no `_total`: OpenMetrics adds that to a counter's samples. */
export type WrittenFamily = Readonly<{
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  series: Iterable<WrittenSeries>;
}>;

/** Characters per chunk. One write per line would be ten times slower. */
const chunkLength = 256 * 1024;

/** Writes OpenMetrics text in chunks. Each family is in one piece, and the text ends with `# EOF`. */
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

/** Formats labels as `{a="x",b="y"}` and escapes backslash, quote and line feed. */
function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Gives a reader of a step function for ascending times. It passes over the steps once. */
function readSteps({ times, values }: Steps): (time: number) => number | undefined {
  let next = 0;
  return time => {
    while (next < times.length && (times[next] ?? 0) <= time) next += 1;
    return next === 0 ? undefined : values[next - 1];
  };
}
