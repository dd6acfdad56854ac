import type { CheckName } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';

/** Cells of a grid of 24 columns, which Grafana and CloudWatch share. */
export type GridPosition = Readonly<{ x: number; y: number; width: number; height: number }>;

type PanelKind = 'stat' | 'gauge' | 'timeseries' | 'bargauge' | 'heatmap' | 'table';

export type Colour = 'green' | 'yellow' | 'red' | 'darkRed';

/** The colour applies from this value up to the next step; the first step has no `from`. */
export type Threshold = Readonly<{ from?: number; colour: Colour }>;

export type LegendStatistic = 'last' | 'mean' | 'max' | 'total';

/**
 * A metric that CloudWatch computes from published ones, such as `runs * rate / 100`. It saves a
 * metric per job, which would cost as much as three alarms.
 */
export type Expression = Readonly<{ text: string; of: Readonly<Record<string, MetricName>> }>;

/** One line per job; without a suffix it has the job's name, otherwise `<job> (<suffix>)`. */
export type PanelSeries = Readonly<{
  metric: MetricName;
  suffix?: string;
  colour?: Colour;
  expression?: Expression;
}>;

/** A query of the original with the name it gave to the result, if any. */
type OriginalQuery = Readonly<{ query: string; legend?: string }>;

/** One panel: everything that the CloudWatch widget, the preview and the parity table need. */
export type Panel = Readonly<{
  number: number;
  title: string;
  kind: PanelKind;
  place: GridPosition;
  /** A native CloudWatch widget, or one that Jobwatch's function draws. */
  widget: 'native' | 'custom';
  /** The checks whose numbers it shows. */
  checks: readonly CheckName[];
  series: readonly PanelSeries[];
  unit: 'percent' | 'seconds' | 'minutes' | 'per minute' | 'entries' | 'runs';
  /** The original's steps; a job's own limits replace them if `departs` says so. */
  thresholds: readonly Threshold[];
  legend:
    | Readonly<{ place: 'right' | 'bottom'; statistics: readonly LegendStatistic[] }>
    | undefined;
  original: readonly OriginalQuery[];
  /** Jobwatch's metric or query, a sentence for the parity table. */
  ours: string;
  /** The differences from the original and their reasons, sentences for the parity table. */
  departs: string;
}>;
