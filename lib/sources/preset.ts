import type { Metric, Source, TimeGauge } from '../model/source.ts';

/** What a preset sets of a source; the selectors are the configuration's. */
export type SourceParts = Omit<Source, 'name' | 'preset' | 'selector' | 'upSelector'>;

/** How the metrics of one exporter are read. */
export type Preset = Readonly<{
  /** Its name in the configuration. */
  name: string;
  /** The exporter's own name. */
  title: string;
  /** What is read and what a job is called, a sentence or two for the docs. */
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

/** A metric with label matchers of its own, if any. */
export const metric = (name: string, where = ''): Metric => ({ metric: name, where });

/** A gauge or histogram in seconds, or in milliseconds where `unitSeconds` is 0.001. */
export const timeMetric = (name: string, unitSeconds = 1): TimeGauge => ({
  ...metric(name),
  unitSeconds,
});
