import type { AlertName, Severity } from '../model/job.ts';
import type { ChartSeries } from '../panels/chart-series.ts';

/** A limit that most jobs have, drawn across the chart. */
export type LimitLine = Readonly<{ value: number; severity: Severity; label: string }>;

/** What a chart of this panel number shows; `times` in Unix seconds. */
export type Chart = Readonly<{
  panel: number;
  times: readonly number[];
  series: readonly ChartSeries[];
  limits: readonly LimitLine[];
}>;

/** A time in ALARM; `to` is null while it lasts. Texts are for people. */
export type AlarmEpisode = Readonly<{
  job: string;
  alert: AlertName;
  severity: Severity;
  from: number;
  to: number | null;
  value: string;
  limit: string;
  /** Numbers of the charts it is shaded on. */
  panels: readonly number[];
}>;

/**
 * Something that is wrong at the end of the span. `pending` has not held long enough for a message.
 */
export type JobProblem = Readonly<{
  job: string;
  alert: AlertName;
  severity: Severity;
  state: 'alarm' | 'pending';
  since: number | null;
  /** What is wrong, without the job's name: `no success for 4 h 10 min, limit 2 h`. */
  text: string;
  /** Number of the panel to look at. */
  panel: number;
  /** Prometheus's page of the job's series; '' if there is none. */
  queryUrl: string;
  runbookUrl: string;
}>;

/** A listed job that cannot be judged at the end of the span, and why. */
export type Unjudged = Readonly<{ job: string; reason: string }>;

/** Everything that the page draws for one span. Times are Unix seconds. */
export type Dashboard = Readonly<{
  kind: 'dashboard';
  service: string;
  from: number;
  to: number;
  stepSeconds: number;
  charts: readonly Chart[];
  successRatePercent: number | null;
  /** The custom panels' HTML by panel number. */
  html: Readonly<Record<number, string>>;
  problems: readonly JobProblem[];
  unjudged: readonly Unjudged[];
  episodes: readonly AlarmEpisode[];
  /** False if Prometheus answered but had no data at the end of the span. */
  known: boolean;
  unknownMinutes: number;
  notes: readonly string[];
}>;

/** No data this time; `since` is when Prometheus first failed to answer, Unix seconds. */
export type DashboardFailure = Readonly<{
  kind: 'failure';
  code: string;
  message: string;
  since: number;
}>;

type Progress = Readonly<{ kind: 'progress'; share: number }>;

/** A line of the answer to `/api/dashboard`: progress, then one of the others. */
export type AnswerLine = Dashboard | DashboardFailure | Progress;

/**
 * What the page has to know before its first request: `from` and `to` as set on the command line.
 */
export type PageSettings = Readonly<{
  service: string;
  /** Where the newest view ends: a fixed time, or null for now. */
  to: number | null;
  spanSeconds: number;
}>;
