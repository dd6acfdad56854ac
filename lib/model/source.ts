/**
 * A metric with its own label matchers as PromQL text, such as `state="waiting"`; '' for none.
 * `metric` is a name, or `~` and an RE2 pattern if names differ between versions and applications,
 * such as `~river[._]work_count(_total)?`. Series of several names are added up.
 */
export type Metric = Readonly<{ metric: string; where: string }>;

/** Values of a status label by their meaning; any other value is a run with the outcome `other`. */
export type OutcomeWords = Readonly<{
  success: readonly string[];
  failed: readonly string[];
  /** There was nothing to do: the job is alive, neither good nor bad. */
  skipped: readonly string[];
  /** Not a run, such as `started` or an attempt that will be retried. */
  ignored: readonly string[];
}>;

/** One counter whose status label has the outcome. */
export type StatusCounter = Readonly<{
  kind: 'status';
  counter: Metric;
  label: string;
}> &
  OutcomeWords;

/** A counter for each outcome; any two of the three are enough. */
export type SeparateCounters = Readonly<{
  kind: 'separate';
  success?: Metric;
  failed?: Metric;
  skipped?: Metric;
  total?: Metric;
  /**
   * Metrics without `_total` are gauges of kept runs, with the outcome in the label. They fall when
   * old runs are removed, which is not a restart, and are ignored once a counter of the same runs
   * has begun. `advice` says how to make the exporter count.
   */
  kept?: Readonly<{ label?: string; advice: string }>;
}>;

/**
 * Runs that are objects with their own metrics, such as Kubernetes Jobs: one series per object,
 * which remains for a while after the run. `object` has the labels that identify it.
 */
type RunObjects = Readonly<{
  kind: 'objects';
  object: readonly string[];
  /** `<owner>{...} 1`: `label` names the job that the object is a run of. */
  owner: Metric & Readonly<{ label: string }>;
  /** The labels that name the job if an object has no owner. */
  orphan: readonly string[] | undefined;
  started: Metric;
  completed: Metric;
  succeeded: Metric;
  /** Above 0 once the run has finally failed. */
  failed: readonly Metric[];
  /** Active pods. A run that has some has not failed yet. */
  active: Metric;
}>;

/**
 * Three gauges: when a run last began, one that is above 0 while the last run has failed, and
 * several of which one is above 0 while a run is going on.
 */
export type RunTriggers = Readonly<{
  kind: 'triggers';
  trigger: Metric;
  failing: Metric | undefined;
  running?: Metric & Readonly<{ isRunning: (labels: Readonly<Record<string, string>>) => boolean }>;
  /**
   * The ending of a job's name in `failing` and `running`, if it differs from that in `trigger`.
   */
  unitEnding?: Readonly<{ trigger: string; unit: string }>;
}>;

type RunsPart = StatusCounter | SeparateCounters | RunObjects | RunTriggers;

/** A gauge of a time or a duration; `unitSeconds` is 1 for s and 0.001 for ms. */
export type TimeGauge = Metric & Readonly<{ unitSeconds: number }>;

export type DurationPart =
  /** `metric` without its suffix; `_bucket`, `_sum` and `_count` are read. */
  | (TimeGauge & Readonly<{ kind: 'histogram' }>)
  | (TimeGauge & Readonly<{ kind: 'native-histogram' }>)
  /** `quantile` is the one that is exported and judged, 0..1. */
  | (TimeGauge & Readonly<{ kind: 'summary'; quantile: number }>)
  | Readonly<{ kind: 'sum-count'; sum: Metric; count: Metric; unitSeconds: number }>
  /** The duration of the last run. */
  | (TimeGauge & Readonly<{ kind: 'gauge' }>);

/**
 * How several series of one job are combined: `sum` for workers that each do a part, `max` for
 * replicas that all export the same, `drop` for copies that differ in one label.
 */
export type Replicas =
  | Readonly<{ kind: 'sum' }>
  | Readonly<{ kind: 'max' }>
  | Readonly<{ kind: 'drop'; label: string }>;

/** How an application's metrics are read. Parts that do not exist are `undefined`. */
export type Source = Readonly<{
  /** Its key under `sources` in the configuration. */
  name: string;
  preset: string | undefined;
  /** Labels whose values name a job, joined by "/". */
  jobLabels: readonly string[];
  /** Label matchers of every job metric, `prometheus.selector` included; '' for none. */
  selector: string;
  /** Label matchers of `up`, `prometheus.selector` included; '' for none. */
  upSelector: string;
  replicas: Replicas;
  runs: RunsPart | undefined;
  lastSuccess: TimeGauge | undefined;
  duration: DurationPart | undefined;
  items: StatusCounter | SeparateCounters | undefined;
  queue: Metric | undefined;
  /** Above 0 while a job is suspended on purpose. */
  suspended: Metric | undefined;
  /** One series per job whose labels `schedule` and, if known, `timezone` say when it runs. */
  scheduleInfo: Metric | undefined;
}>;
