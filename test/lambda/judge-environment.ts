import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Config } from '../../lib/config/config.ts';
import { type Asked, limitAnswers } from '../../lib/lambda/bounded-answers.ts';
import type { JudgeDependencies } from '../../lib/lambda/dependencies.ts';
import type { RoundLine } from '../../lib/lambda/log.ts';
import { PrometheusError, type PrometheusErrorCode } from '../../lib/prometheus/errors.ts';

/** The minute that the scenarios begin with, in Unix seconds. */
export const M0 = 1_795_428_000;

const scrapeSeconds = 30;

/** The value of a metric's only series at a time; `undefined`: not exported then. */
type Exported = Readonly<Record<string, (time: number) => number | undefined>>;

const labels = { job_name: 'clip_sync', instance: 'app:1', job: 'app' };

/** A Prometheus that scrapes one target every half minute; `up` always exists. */
export function scrape(exported: Exported): Asked {
  const metrics: Exported = { up: () => 1, ...exported };
  const samples: Asked['samples'] = async (selector, { from, to }) => {
    const value = metrics[selector.split('{')[0] ?? ''];
    const times = listTimes(from, to).filter(time => value?.(time) !== undefined);
    const values = times.map(time => value?.(time) ?? Number.NaN);
    return { series: times.length === 0 ? [] : [{ labels, times, values }], warnings: [] };
  };
  return {
    samples,
    range: async () => ({ series: [], warnings: [] }),
    instant: async () => ({ samples: [], warnings: [] }),
  };
}

function listTimes(from: number, to: number): number[] {
  const first = (Math.floor(from / scrapeSeconds) + 1) * scrapeSeconds;
  const count = Math.max(0, Math.floor((to - first) / scrapeSeconds) + 1);
  return Array.from({ length: count }, (_, index) => first + index * scrapeSeconds);
}

/** The same Prometheus, except for selectors of a metric, which it answers with an error. */
export function refuse(real: Asked, metric: string, code: PrometheusErrorCode): Asked {
  const isMet = (selector: string) => metric === '*' || selector.startsWith(`${metric}{`);
  return {
    ...real,
    samples: async (selector, span) => {
      if (isMet(selector)) throw new PrometheusError({ code, problem: 'No' });
      return real.samples(selector, span);
    },
  };
}

export type JudgeEnvironment = Readonly<{
  dependencies: JudgeDependencies;
  published: MetricDatum[];
  lines: RoundLine[];
}>;

/**
 * Everything external that a judge uses, recorded; CloudWatch knows every minute before the first.
 */
export function createEnvironment(
  config: Config,
  prometheus: Asked,
  overrides: Partial<JudgeDependencies> = {},
): JudgeEnvironment {
  const published: MetricDatum[] = [];
  const lines: RoundLine[] = [];
  const dependencies = {
    config,
    prometheus,
    publisher: {
      publish: async (data: readonly MetricDatum[]) => {
        for (const datum of data) published.push(datum);
        return { metricsSent: data.length, batchesSent: 1, batchesFailed: 0 };
      },
    },
    readPublishedMinutes: async (from: number, to: number) => new Set(listMinutes(from, to)),
    readPublishedRatios: async () => new Map(),
    readUnlisted: async (): Promise<number | undefined> => undefined,
    log: (line: RoundLine) => lines.push(line),
    monotonic: () => 0,
    limits: limitAnswers(256),
    ...overrides,
  };
  return { dependencies, published, lines };
}

export function listMinutes(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 60 + 1 }, (_, index) => from + 60 * index);
}

/** The event of a minute, counted from M0. */
export function createEvent(minute: number) {
  return { scheduledTime: new Date((M0 + 60 * minute + 12) * 1000).toISOString() };
}

/** Metrics as `minute Name=value`, the minute counted from M0. */
export function listMetrics(data: readonly MetricDatum[]): string[] {
  return data.map(({ MetricName, Value, Timestamp }) => {
    const minute = ((Timestamp?.getTime() ?? 0) / 1000 - M0) / 60;
    return `${minute} ${MetricName}=${Value}`;
  });
}
