import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseDuration } from '../../lib/config/duration.ts';
import type { QueryRange, Series } from '../../lib/prometheus/answer.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { at } from './clock.ts';
import { formatSelector } from './history.ts';
import type { Fired } from './judge.ts';
import type { CorpusScenario } from './scenario.ts';

type Rule = Readonly<{ alert: string; expr: string; for: string }>;

/** Interval at which Prometheus evaluates the original's group. */
const stepSeconds = 30;

/** The nine unchanged rules that Jobwatch replaces. */
export const originalRules: readonly Rule[] = readRules();

function readRules(): Rule[] {
  const text = readFileSync(new URL('original-rules.yml', import.meta.url), 'utf8');
  const { groups }: { groups: { rules: Rule[] }[] } = parse(text);
  return groups.flatMap(({ rules }) => rules);
}

/** Finds the alarms that the original rules would have raised in the scenario. */
export async function judgeByOriginal(
  scenario: CorpusScenario,
  prometheus: Prometheus,
): Promise<Fired[]> {
  const range = { from: at(0), to: at(scenario.hours * 60), stepSeconds };
  const fired = await Promise.all(
    originalRules.map(async rule => {
      const expr = restrict(rule.expr, formatSelector(scenario));
      const series = await readAll(prometheus, expr, range);
      const holdSeconds = parseDuration(rule.for);
      const byJob = Map.groupBy(series, ({ labels }) => labels.job_name ?? '');
      return [...byJob].flatMap(([job, ofJob]) =>
        joinStretches(ofJob.flatMap(one => findStretches(one, holdSeconds, range.to))).map(
          stretch => ({
            alert: rule.alert,
            job,
            ...stretch,
          }),
        ),
      );
    }),
  );
  return fired.flat();
}

/** Prometheus returns at most 11,000 points per series. */
async function readAll(prometheus: Prometheus, expr: string, range: QueryRange): Promise<Series[]> {
  const middle = range.from + stepSeconds * 10_000;
  const first = await prometheus.range(expr, { ...range, to: Math.min(range.to, middle) });
  if (range.to <= middle) return [...first.series];
  const rest = await readAll(prometheus, expr, { ...range, from: middle + stepSeconds });
  const byLabels = Map.groupBy([...first.series, ...rest], ({ labels }) => JSON.stringify(labels));
  return [...byLabels.values()].map(parts => ({
    labels: parts[0]?.labels ?? {},
    times: parts.flatMap(({ times }) => times),
    values: parts.flatMap(({ values }) => values),
  }));
}

/** Restricts an expression to the scenario's series. */
function restrict(expr: string, selector: string): string {
  return expr.replace(
    /\b(job_[a-z_]+_(?:total|seconds|bucket|size)|job_queue_size)(\{)?/g,
    (_, name, brace) => (brace === undefined ? `${name}{${selector}}` : `${name}{${selector},`),
  );
}

type Stretch = Readonly<{ from: number; to: number | undefined }>;

/** A rule fires once its series has existed for the hold time. It ends when the series is gone. */
function findStretches({ times }: Series, holdSeconds: number, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let since: number | undefined;
  let last: number | undefined;
  const finish = (to: number | undefined) => {
    if (since === undefined || last === undefined) return;
    if (last - since >= holdSeconds) stretches.push({ from: since + holdSeconds, to });
  };
  for (const time of times) {
    if (last === undefined || time - last > stepSeconds) {
      if (last !== undefined) finish(last + stepSeconds);
      since = time;
    }
    last = time;
  }
  finish(last !== undefined && last + stepSeconds > end ? undefined : (last ?? 0) + stepSeconds);
  return stretches;
}

/** A job's alarm is on while the alarm of any of its series is on. */
function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    const overlaps = last !== undefined && (last.to === undefined || stretch.from <= last.to);
    if (!overlaps) joined.push(stretch);
    else if (last.to !== undefined && (stretch.to === undefined || stretch.to > last.to)) {
      joined[joined.length - 1] = { from: last.from, to: stretch.to };
    }
  }
  return joined;
}
