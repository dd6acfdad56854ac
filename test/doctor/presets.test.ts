import { expect, test } from 'vitest';
import { presets } from '../../lib/sources/presets/index.ts';
import { askBuckets, listQuestions } from '../../lib/sources/question.ts';
import { makeSource } from '../history/facts.ts';
import { expositions } from '../sources/expositions.ts';
import { brief, end, findIn, HOUR, type Lines, startHistories, writeSeries } from './histories.ts';

const every = 300;
const from = end - 10 * HOUR;

/** Runs since long before the history, one every 5 min, each of which took 20 s. */
const countRuns = (time: number) => Math.floor((time - from) / every) + 500;
const lastRun = (time: number) => time - (time % every);

const isFailure = (series: string) =>
  /fail|Fail|FAILED|error="X"|="error"|panic|="ERROR"|_exception_|unstable|retr/.test(series);
const isState = (series: string) =>
  /_info\{|suspend|_state\{|count\{queue.*waiting|size\{/.test(series);

/** A healthy life of a series, according to the kind of number in its example. */
function writeLife(series: string, example: number): Lines {
  if (example > 1e9) return writeSeries(series, lastRun, { from });
  if (isState(series)) return writeSeries(series, () => example, { from });
  if (/_seconds\{/.test(series) && !/_sum|_count|_bucket/.test(series)) {
    return writeSeries(series, () => example, { from });
  }
  if (isFailure(series)) return writeSeries(series, () => 0, { from });
  const each = /_sum\{/.test(series) ? (series.includes('milliseconds') ? 20_000 : 20) : 1;
  return writeSeries(series, time => each * countRuns(time), { from });
}

/** Kubernetes' Job objects: one per run, of which the last three are kept. */
function writeObjects(samples: readonly (readonly [string, number])[], owner: string): Lines {
  const numbers = Array.from({ length: 10 * 12 }, (_, index) => index);
  return numbers.flatMap(number => {
    const start = from + number * every;
    return samples
      .filter(([series]) => series.includes('-29"') && !isFailure(series))
      .flatMap(([series, example]) => {
        const isEnd = /complete|completion/.test(series);
        const began = isEnd ? start + 30 : start;
        const value = series.includes('completion') ? start + 20 : example > 1e9 ? start : example;
        return writeSeries(series.replaceAll(`${owner}-29`, `${owner}-${number}`), () => value, {
          from: began,
          to: Math.min(end, start + 3 * every),
        });
      });
  });
}

function writeHistory(name: string): Lines {
  const text = expositions[name]?.series.replaceAll('0 2 * * *', '*/5 * * * *') ?? '';
  const samples = [...text.matchAll(/^([\w.]+)\{(.*)\} (\S+)$/gm)].map(
    ([, metric = '', labels = '', value = '']): [string, number] => {
      const target = /(^|,)job="/.test(labels) ? '' : ',job="app",instance="app:1"';
      return [`${metric}{${labels}${target}}`, Number(value)];
    },
  );
  const isObject = ([series]: readonly [string, number]) => series.startsWith('kube_job_');
  const owner = name === 'kubernetes-jobs' ? 'nightly' : 'backup';
  return [
    ...writeSeries('up{job="app",instance="app:1"}', () => 1, { from }),
    ...samples.filter(one => !isObject(one)).flatMap(([series, value]) => writeLife(series, value)),
    ...writeObjects(samples.filter(isObject), owner),
  ];
}

/** Names of the metrics that only one check of a preset reads. */
function listOwnMetrics(name: string): readonly (readonly [check: string, metrics: string[]])[] {
  const source = makeSource(`{ preset: ${name} }`);
  const asked = [...listQuestions(source), askBuckets(source, []) ?? []].flat();
  const written = [...(expositions[name]?.series ?? '').matchAll(/^([\w.]+)\{/gm)];
  const metrics = [...new Set(written.map(([, metric = '']) => metric))];
  const findChecks = (metric: string) =>
    new Set(asked.filter(({ selector }) => reads(selector, metric)).map(({ check }) => check));
  const owned = metrics.flatMap(metric => {
    const [check, ...others] = findChecks(metric);
    return check === undefined || others.length > 0 ? [] : [{ check, metric }];
  });
  return [...Map.groupBy(owned, ({ check }) => check)].map(
    ([check, own]) => [check, own.map(({ metric }) => metric)] as const,
  );
}

function reads(selector: string, metric: string): boolean {
  const pattern = /^\{__name__=~"([^"]*)"/.exec(selector)?.[1];
  const name = /^[^{]*/.exec(selector)?.[0];
  return pattern === undefined ? name === metric : new RegExp(`^(?:${pattern})$`).test(metric);
}

/** A series that begins with the first failure may be missing for ever. */
const born = ['airflow_dagrun_failed_count', 'oban_job_exception_duration_milliseconds_count'];

const lacks = presets.flatMap(({ name }) =>
  listOwnMetrics(name)
    .filter(([, metrics]) => !metrics.every(metric => born.some(end => metric.endsWith(end))))
    .map(([check, metrics]) => ({ name, check, metrics })),
);

const { url } = await startHistories(
  Object.fromEntries([
    ...presets.map(({ name }) => [name, writeHistory(name)] as const),
    ...lacks.map(({ name, check, metrics }) => {
      const lines = writeHistory(name);
      const rest = lines.filter(line => !metrics.some(metric => line.startsWith(`${metric}{`)));
      return [`${name} without ${check}`, rest] as const;
    }),
  ]),
);

function ask(name: string, env: string) {
  const job = (expositions[name]?.job ?? '').replaceAll('0 2 * * *', '*/5 * * * *');
  const jobs = [`${JSON.stringify(job)}: { interval: 5m }`];
  return findIn({ url, env, jobs, more: `sources: { own: { preset: ${name} } }\n` });
}

test.each(presets.map(({ name }) => name))(
  'doctor finds at most a note in a healthy %s',
  async name => {
    const findings = await ask(name, name);
    const above = findings.filter(({ level }) => level !== 'info');
    expect(above.map(({ code, what }) => `${code}: ${what}`)).toEqual([]);
    expect(brief(findings)).not.toContain('error job-never-seen');
  },
);

test.each(lacks)('doctor reports that the metrics of $check of $name are missing', async lack => {
  const { name, check, metrics } = lack;
  const findings = await ask(name, `${name} without ${check}`);
  const missing = findings.filter(({ code }) => code === 'metric-missing' || code === 'runs-kept');
  const words = missing
    .flatMap(({ what }) => what.split(/[ ,]+/))
    .map(word => word.replace(/\.$/, ''));
  const isNamed = (metric: string) => words.some(word => reads(`{__name__=~"${word}"`, metric));
  const isKept = missing.some(({ code }) => code === 'runs-kept');
  expect(isKept || metrics.some(isNamed), JSON.stringify(findings)).toBe(true);
});
