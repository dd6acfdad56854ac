import type { Source } from '../model/job.ts';
import type { PrometheusError } from '../prometheus/errors.ts';

/** The five metrics of an application, by the names that the configuration has for them. */
export type MetricKey = keyof Source['metrics'];

export type Labels = Readonly<Record<string, string>>;

/** A value for each job. */
export type ByJob = ReadonlyMap<string, number>;

/**
 * What a Prometheus told about a fleet. Times are Unix seconds. A question that was not answered
 * is `undefined` here and has its error in `failures`: nothing is concluded from it.
 */
export type Evidence = Readonly<{
  at: number;
  /** By how much Prometheus's clock is ahead of ours, in seconds. */
  clockAheadSeconds: number | undefined;
  /** The label sets of each metric in the lookback, with the labels that the checks read. */
  series: Readonly<Record<MetricKey, readonly Labels[] | undefined>>;
  /** Metrics that have no series with the selector but some without it. */
  hiddenBySelector: readonly MetricKey[];
  /** All metric names, for a hint where one is missing. */
  metricNames: readonly string[];
  /** Whether any `up` was seen in the lookback. */
  hasUp: boolean | undefined;
  /** Of the slowest target that exports jobs, from its scrapes of the last half hour. */
  scrapeSeconds: number | undefined;
  watchStart: number | undefined;
  /** As Prometheus says of itself; others have no such answer. */
  retentionSeconds: number | undefined;
  /** The newest sample of any job's executions in the last hour. */
  newestSample: number | undefined;
  /** Runs of any status in the last day and the last three days. */
  runsInDay: ByJob | undefined;
  runsInThreeDays: ByJob | undefined;
  /** The longest time between two successes of each unlisted job, in seconds. */
  gaps: ByJob | undefined;
  /** Last-success stamps that are ignored: 0 or less, or ahead of the clock. */
  ignoredStamps: ByJob | undefined;
  failures: readonly Readonly<{ question: string; error: PrometheusError }>[];
}>;
