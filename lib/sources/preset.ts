import type { Metric, Source, TimeGauge } from '../model/source.ts';

/** The parts of a source that a preset sets; the configuration sets the selectors. */
export type SourceParts = Omit<Source, 'name' | 'preset' | 'selector' | 'upSelector'>;

/** How the metrics of one exporter are read. */
export type Preset = Readonly<{
  /** Its name in the configuration. */
  name: string;
  /** The exporter's own name. */
  title: string;
  /** What is read and how a job is named, in a sentence or two for the docs. */
  reads: string;
  /** Versions whose metrics have these names. */
  versions: string;
  /** The exporter's own source or documentation of its metrics. */
  url: string;
  parts: SourceParts;
}>;

/** A source that has no parts yet. */
export const noParts: SourceParts = {
  jobLabels: ['job_name'],
  replicas: { kind: 'sum' },
  runs: undefined,
  lastSuccess: undefined,
  duration: undefined,
  items: undefined,
  queue: undefined,
  suspended: undefined,
  scheduleInfo: undefined,
};

/** A metric with its own label matchers, if any. */
export const metric = (name: string, where = ''): Metric => ({ metric: name, where });

/** A gauge or histogram in seconds, or in milliseconds if `unitSeconds` is 0.001. */
export const timeMetric = (name: string, unitSeconds = 1): TimeGauge => ({
  ...metric(name),
  unitSeconds,
});
