import { at } from '../../corpus/clock.ts';
import type { Run } from '../exposition.ts';
import type { RealExporter } from './exporter.ts';
import { scrapeText } from './processes.ts';

const scrapeSeconds = 60;
const phaseSeconds = 7;

/**
 * Many hours of runs in seconds: each run is really reported to the exporter, in order of its end,
 * and every scrape of that time gets what the exporter then shows. The result is lines of
 * OpenMetrics with times, with the target labels that Prometheus adds.
 */
export async function recordRuns(
  exporter: RealExporter,
  kinds: Readonly<Record<string, readonly Run[]>>,
  { title, hours }: Readonly<{ title: string; hours: number }>,
): Promise<string[]> {
  const ends = Object.entries(kinds)
    .flatMap(([kind, runs]) => runs.map(run => ({ kind, run })))
    .toSorted((a, b) => a.run.end - b.run.end);
  const own = { job: title, instance: exporter.target, case: title };
  const lines: string[] = [];
  let page = await scrapeText(exporter.target);
  let told = 0;
  for (let time = at(0) + phaseSeconds; time < at(hours * 60); time += scrapeSeconds) {
    const due = ends.slice(told).filter(({ run }) => run.end <= time);
    await Promise.all(due.map(({ kind, run }) => exporter.run(kind, run)));
    if (due.length > 0) page = await scrapeText(exporter.target);
    told += due.length;
    lines.push(`up${writeLabels(own)} 1 ${time}`);
    lines.push(...stampSamples(page, { own, time, honorLabels: exporter.honorLabels === true }));
  }
  return lines;
}

type Scraped = Readonly<{
  own: Readonly<Record<string, string>>;
  time: number;
  honorLabels: boolean;
}>;

function stampSamples(page: string, { own, time, honorLabels }: Scraped): string[] {
  return page.split('\n').flatMap(line => {
    const sample = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) return [];
    const [, name = '', inner = '', value = ''] = sample;
    const found = readLabels(inner);
    const kept = Object.entries(found).map(([label, text]) =>
      honorLabels || !(label in own) ? [label, text] : [`exported_${label}`, text],
    );
    return [`${name}${writeLabels({ ...own, ...Object.fromEntries(kept) })} ${value} ${time}`];
  });
}

function readLabels(inner: string): Record<string, string> {
  const pairs = inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...pairs].map(([, label, value]) => [label, value]));
}

/** Values are already escaped. */
function writeLabels(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `{${written.join(',')}}`;
}
