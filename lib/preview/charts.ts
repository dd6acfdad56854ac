import { findAlert, findCheck } from '../checks/index.ts';
import { smallQueue } from '../checks/queue-alerts.ts';
import { formatAlertValue } from '../cli/format-values.ts';
import { type AlertName, type Fleet, findSetting } from '../model/job.ts';
import type { Panel, PanelSeries } from '../panels/panel.ts';
import { panels } from '../panels/panels.ts';
import type { Span } from '../panels/span.ts';
import type { Chart, ChartSeries, LimitLine } from './dashboard.ts';
import type { MinuteColumns } from './minute-columns.ts';

/** More points than these a line has no room for. */
const mostPoints = 720;

/** Whole minutes that divide hours, so that steps do not wander from one refresh to the next. */
const stepMinutes = [1, 2, 5, 10, 15, 30, 60];

/** Seconds between a chart's points. */
export function chartStep({ from, to }: Span): number {
  const fitting = stepMinutes.find(minutes => (to - from) / (minutes * 60) <= mostPoints);
  return (fitting ?? Math.ceil((to - from) / mostPoints / 3600) * 60) * 60;
}

/** The panels that are drawn as lines over time, from every minute of the span. */
export function drawCharts(columns: MinuteColumns, fleet: Fleet, span: Span): Chart[] {
  const names = listJobNames(columns, fleet, span);
  const steps = planSteps(span);
  return panels
    .filter(({ kind }) => kind === 'timeseries')
    .map(panel => ({
      panel: panel.number,
      times: steps.ends,
      series: panel.series.flatMap((series, variant) =>
        names.flatMap((job, jobIndex) => {
          const values = columns.readValues(job, series.metric, span);
          if (values === undefined || values.every(Number.isNaN)) return [];
          return [drawSeries(values, steps, { job, jobIndex, variant, series })];
        }),
      ),
      limits: limitLines(panel, fleet),
    }));
}

function listJobNames(columns: MinuteColumns, fleet: Fleet, span: Span): string[] {
  const listed = fleet.jobs.map(({ name }) => name);
  const others = [...columns.listNames(span)].filter(name => !listed.includes(name));
  return [...listed, ...others.sort()];
}

/** `ends` are multiples of the step but for the newest; `minutes` how many fall into the first. */
type Steps = Readonly<{ ends: readonly number[]; counts: readonly number[] }>;

function planSteps(span: Span): Steps {
  const stepSeconds = chartStep(span);
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
  { counts }: Steps,
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

/** Five digits are more than a line or a hover shows, and a third of the text. */
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

/** Growth is judged only above this queue size; the original rule's bound. */
const growthLine: LimitLine = {
  value: smallQueue,
  severity: 'warning',
  label: `growth is judged from ${smallQueue}`,
};

const alertsDrawn: Readonly<Record<number, readonly AlertName[]>> = {
  3: ['BackgroundJobCriticalQueueSize'],
  5: ['BackgroundJobHighDuration', 'BackgroundJobCriticalDuration'],
};

function limitLines({ number }: Panel, fleet: Fleet): LimitLine[] {
  const lines = (alertsDrawn[number] ?? []).flatMap(alert => {
    const value = findCommonLimit(fleet, alert);
    if (value === undefined) return [];
    const { severity } = findAlert(alert);
    return [{ value, severity, label: `${severity} above ${formatAlertValue(alert, value)}` }];
  });
  return number === 3 ? [growthLine, ...lines] : lines;
}

/** The limit that most jobs have which the alert is for; a chart has one line for all of them. */
function findCommonLimit(fleet: Fleet, alert: AlertName): number | undefined {
  const check = findCheck(alert).name;
  const jobs = [...fleet.jobs, fleet.unlisted.settings].filter(job => job.enabled[check]);
  const counts = Map.groupBy(jobs, job => findSetting(job, alert).limit);
  return [...counts].toSorted((a, b) => b[1].length - a[1].length)[0]?.[0];
}
