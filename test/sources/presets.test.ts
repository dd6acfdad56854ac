import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSelector } from '../../lib/config/selector.ts';
import type { Metric } from '../../lib/model/source.ts';
import type { Preset } from '../../lib/sources/preset.ts';
import { findPreset, presets } from '../../lib/sources/presets/index.ts';
import { parse } from '../config/parse.ts';
import { expositions } from './expositions.ts';

type Series = Readonly<{ name: string; labels: Readonly<Record<string, string>> }>;

function readSeries(text: string): Series[] {
  return [...text.matchAll(/^([\w.]+)\{(.*)\} \S+$/gm)].map(([, name = '', labels = '']) => ({
    name,
    labels: readLabels(labels),
  }));
}

const readLabels = (text: string) =>
  Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));

function matches({ name, labels }: Series, { metric, where }: Metric): boolean {
  const pattern = new RegExp(`^(?:${metric.slice(1)})$`);
  const isNamed = metric.startsWith('~') ? pattern.test(name) : name === metric;
  const tests = [...where.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)];
  return (
    isNamed &&
    tests.every(([, key = '', operator, value = '']) => {
      const found = labels[key] ?? '';
      const whole = new RegExp(`^(?:${value.replaceAll('\\\\', '\\')})$`);
      if (operator === '=~') return whole.test(found);
      return operator === '=' ? found === value : found !== value;
    })
  );
}

const isMetric = (part: object): part is Metric => 'metric' in part && 'where' in part;

/** Every metric of a preset, with its path; a histogram is its sum, count and buckets. */
function listMetrics(part: unknown, path: string): [string, Metric][] {
  if (typeof part !== 'object' || part === null) return [];
  if (!isMetric(part)) {
    return Object.entries(part).flatMap(([key, inner]) => listMetrics(inner, `${path}.${key}`));
  }
  if (!('kind' in part) || part.kind !== 'histogram') return [[path, part]];
  return ['_bucket', '_sum', '_count'].map(suffix => [
    path + suffix,
    { metric: part.metric + suffix, where: part.where },
  ]);
}

const listParts = ({ parts }: Preset) => listMetrics(parts, '');

describe.each(presets)('the preset $name', preset => {
  const { job, series } = expositions[preset.name] ?? { job: '', series: '' };
  const written = readSeries(series);

  it("finds every series that it queries in the exporter's text", () => {
    const missing = listParts(preset).filter(
      ([, part]) => !written.some(one => matches(one, part)),
    );
    expect(missing).toEqual([]);
  });

  it('names the job as documented', () => {
    const names = written.map(({ labels }) => preset.parts.jobLabels.map(label => labels[label]));
    expect(names.map(values => values.join('/'))).toContain(job);
  });

  it('has matchers that are valid PromQL, and the source of its names', () => {
    for (const [, { where }] of listParts(preset)) expect(parseSelector(where)).toBe(where);
    expect(preset.url).toMatch(/^https:\/\//);
    expect(preset.reads).toMatch(/^[A-Z].*\.$/s);
    expect(preset.versions).not.toBe('');
  });

  it('is all that a source needs, and may get other labels and parts', () => {
    const text = (more: string) =>
      `prometheus: { url: "http://localhost" }\nsources: { s: { preset: ${preset.name}${more} } }\njobs: { a: { interval: 1h } }`;
    expect(parse(text('')).fleet.sources[0]).toMatchObject({
      preset: preset.name,
      ...preset.parts,
    });
    expect(parse(text(', job: other, queue: false')).fleet.sources[0]).toMatchObject({
      ...preset.parts,
      jobLabels: ['other'],
      queue: undefined,
    });
  });

  it('distinguishes success from failure, by runs or by a time of the last success', () => {
    const { runs, lastSuccess } = preset.parts;
    expect(runs ?? lastSuccess).toBeDefined();
    if (runs?.kind !== 'status') return;
    const outcomes = written.filter(one => matches(one, runs.counter));
    const words = outcomes.map(({ labels }) => labels[runs.label] ?? '');
    const known = [...runs.success, ...runs.failed, ...runs.skipped, ...runs.ignored];
    expect(words.filter(word => !known.includes(word))).toEqual([]);
  });
});

it('each preset has a file of its name', () => {
  const files = readdirSync(new URL('../../lib/sources/presets', import.meta.url));
  const names = files.filter(file => file !== 'index.ts').map(file => file.replace('.ts', ''));
  expect(presets.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

it('a push is not a success', () => {
  const push = { name: 'push_time_seconds', labels: { job: 'backup' } };
  const read = listParts(findPreset('pushgateway')).filter(([, part]) => matches(push, part));
  expect(read).toEqual([]);
});

it('an unknown preset is an error', () => {
  expect(() => findPreset('cron')).toThrow(new RangeError('there is no preset cron'));
});

it('docs/exporters.md has a section for each preset, in their order', () => {
  const page = readFileSync(new URL('../../docs/exporters.md', import.meta.url), 'utf8');
  const sections = [...page.matchAll(/^## `([^`]+)`$/gm)].map(([, name]) => name);
  expect(sections).toEqual(presets.map(({ name }) => name));
});
