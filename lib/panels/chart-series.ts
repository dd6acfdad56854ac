import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { MinuteColumns } from './minute-columns.ts';
import type { Colour, LegendStatistic, Panel, PanelSeries } from './panel.ts';

/** One line of a chart, one point per step: the highest of its minutes, null if there is none. */
export type ChartSeries = Readonly<{
  label: string;
  job: string;
  /**
   * The job's place in the configuration, with unlisted ones after it; it determines the colour.
   */
  jobIndex: number;
  /** The position of this series in the panel: the second of two is drawn lighter. */
  variant: number;
  colour?: Colour;
  values: readonly (number | null)[];
  /** For every minute of the span; null if there is no value. */
  statistics: Readonly<Record<LegendStatistic, number | null>>;
}>;

/** A line has no room for more points than this. */
const mostPoints = 720;

/** Whole minutes that divide hours, so that steps do not shift from one refresh to the next. */
export const stepMinutes = [1, 2, 5, 10, 15, 30, 60];

/** Seconds between a chart's points. */
export function chartStep({ from, to }: TimeRange): number {
  const fitting = stepMinutes.find(minutes => (to - from) / (minutes * 60) <= mostPoints);
  return (fitting ?? Math.ceil((to - from) / mostPoints / 3600) * 60) * 60;
}

/** The data for the lines of a panel; `stepSeconds` is the time between two points of a line. */
type SeriesSource = Readonly<{
  columns: Pick<MinuteColumns, 'readValues' | 'listNames'>;
  fleet: Fleet;
  span: TimeRange;
  stepSeconds: number;
}>;

/** The lines of a panel for every job that has any, and the times of their points. */
export function listSeries(
  panel: Panel,
  { columns, fleet, span, stepSeconds }: SeriesSource,
): Readonly<{ times: readonly number[]; series: readonly ChartSeries[] }> {
  const names = listJobNames(columns, fleet, span);
  const steps = planSteps(span, stepSeconds);
  const series = panel.series.flatMap((one, variant) =>
    names.flatMap((job, jobIndex) => {
      const values = columns.readValues(job, one.metric, span);
      if (values === undefined || values.every(Number.isNaN)) return [];
      return [drawSeries(values, steps, { job, jobIndex, variant, series: one })];
    }),
  );
  return { times: steps.ends, series };
}

function listJobNames(columns: SeriesSource['columns'], fleet: Fleet, span: TimeRange): string[] {
  const listed = fleet.jobs.map(({ name }) => name);
  const others = [...columns.listNames(span)].filter(name => !listed.includes(name));
  return [...listed, ...others.sort()];
}

/**
 * `ends` are multiples of the step except the newest; `minutes` is how many minutes the first step
 * has.
 */
type ChartSteps = Readonly<{ ends: readonly number[]; counts: readonly number[] }>;

function planSteps(span: TimeRange, stepSeconds: number): ChartSteps {
  const ends: number[] = [];
  const counts: number[] = [];
  for (let from = span.from; from <= span.to; ) {
    const end = Math.min(span.to, Math.ceil(from / stepSeconds) * stepSeconds);
    ends.push(end);
    counts.push((end - from) / 60 + 1);
    from = end + 60;
  }
  return { ends, counts };
}

type Line = Readonly<{ job: string; jobIndex: number; variant: number; series: PanelSeries }>;

function drawSeries(
  values: Float64Array<ArrayBuffer>,
  { counts }: ChartSteps,
  { job, jobIndex, variant, series }: Line,
): ChartSeries {
  const label = series.suffix === undefined ? job : `${job} (${series.suffix})`;
  const colour = series.colour === undefined ? {} : { colour: series.colour };
  let start = 0;
  const points = counts.map(count => {
    start += count;
    return findHighest(values.subarray(start - count, start));
  });
  const statistics = summarize(values);
  return { label, job, jobIndex, variant, ...colour, values: points, statistics };
}

function findHighest(values: Float64Array<ArrayBuffer>): number | null {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > most) most = value;
  return most === Number.NEGATIVE_INFINITY ? null : round(most);
}

/** Five digits are more than a line or a tooltip shows, and need a third of the text. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}

function summarize(values: Float64Array<ArrayBuffer>): ChartSeries['statistics'] {
  const present = values.filter(value => !Number.isNaN(value));
  const total = present.reduce((sum, value) => sum + value, 0);
  const last = values.at(-1) ?? Number.NaN;
  return {
    last: Number.isNaN(last) ? null : last,
    mean: present.length === 0 ? null : total / present.length,
    max: findHighest(values),
    total: present.length === 0 ? null : total,
  };
}

/**
 * A line of failures or skips is drawn only if there are any: at 0 it would colour the bottom of
 * the chart red.
 */
export function hideZeros({ values, colour }: ChartSeries): (number | null)[] {
  if (colour === undefined) return [...values];
  return values.map((value, index) =>
    value === 0 && !values[index - 1] && !values[index + 1] ? null : value,
  );
}

/** For a legend: lines of failures first, if there are any; the rest in the order of the chart. */
export function rankSeries({ colour, statistics }: ChartSeries): number {
  const any = (statistics.max ?? 0) > 0;
  if (colour === 'red') return any ? 2 : -2;
  if (colour === 'yellow') return any ? 0 : -1;
  return any ? 1 : 0;
}

/** A limit is shown once the lines come within a third of it; otherwise it would flatten them. */
export function findTop(highest: number, limits: readonly Readonly<{ value: number }>[]): number {
  const near = limits.map(({ value }) => value).filter(value => highest >= value / 3);
  return Math.max(highest, ...near, Number.MIN_VALUE) * 1.12 || 1;
}

/** The original's legend columns. */
export const statisticTitles: Readonly<Record<LegendStatistic, string>> = {
  last: 'Last',
  mean: 'Mean',
  max: 'Max',
  total: 'Total',
};
