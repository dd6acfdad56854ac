import { smallQueue } from '../checks/queue-alerts.ts';
import { namespaceFor, serviceDimensions } from '../cloudwatch/names.ts';
import { type AlertName, type Fleet, findSetting, type Job, type Severity } from '../model/job.ts';
import type { Panel } from './panel.ts';
import { searchRows } from './search-rows.ts';
import { explicitRows, listJobsWith } from './series-rows.ts';
import {
  colourCodes,
  type MetricRow,
  mostRowsPerDashboard,
  mostRowsPerWidget,
  type Widget,
  widgetAt,
} from './widget-body.ts';

type Context = Readonly<{ fleet: Fleet; region: string }>;

/** The number of rows that other widgets of the dashboard may have. */
const reservedRows = 100;

/** The panels that CloudWatch draws by itself, each with rows that keep its limits. */
export function nativeWidgets(panels: readonly Panel[], context: Context): Widget[] {
  const native = panels.filter(({ widget }) => widget === 'native');
  const series = native.filter(({ kind }) => kind === 'timeseries');
  const rows = rowsWithinLimits(series, context.fleet);
  return native.map(panel => {
    if (panel.kind === 'gauge') return gauge(panel, context);
    return timeSeries(panel, rows.get(panel.number) ?? [], context);
  });
}

/**
 * Explicit rows if they fit. Otherwise the panels with the most rows use a search, until all of
 * them fit.
 */
function rowsWithinLimits(panels: readonly Panel[], fleet: Fleet): Map<number, MetricRow[]> {
  const explicit = panels
    .map(panel => ({ panel, rows: explicitRows(panel, fleet) }))
    .sort((a, b) => a.rows.length - b.rows.length);
  let room = mostRowsPerDashboard - reservedRows;
  return new Map(
    explicit.map(({ panel, rows }) => {
      const fits = rows.length <= Math.min(mostRowsPerWidget, room);
      const chosen = fits ? rows : searchRows(panel, fleet.service);
      room -= chosen.length;
      return [panel.number, chosen];
    }),
  );
}

function gauge(panel: Panel, { fleet, region }: Context): Widget {
  const [series] = panel.series;
  const dimensions = Object.entries(serviceDimensions).flat();
  const metric = series?.metric ?? '';
  const row = [
    namespaceFor(fleet.service),
    metric,
    ...dimensions,
    { label: series?.suffix ?? panel.title },
  ];
  return widgetAt(panel.place, 'metric', {
    view: 'gauge',
    title: panel.title,
    region,
    metrics: [row],
    stat: 'Maximum',
    period: 60,
    yAxis: { left: { min: 0, max: 100 } },
    annotations: { horizontal: listBands(panel) },
  });
}

/** The steps as bands: each from its value to the next one's, the last up to the top. */
function listBands({ thresholds }: Panel) {
  return thresholds.map(({ from = 0, colour }, index) => {
    const next = thresholds[index + 1]?.from ?? 100;
    const start = { color: colourCodes[colour], value: from, label: `${from} to ${next} %` };
    return [start, { value: next }];
  });
}

/** For more jobs than this, one point per minute would only be slow to draw. */
const mostMinuteJobs = 50;

function timeSeries(panel: Panel, metrics: readonly MetricRow[], context: Context): Widget {
  const { fleet, region } = context;
  const horizontal = limitLines(panel, listJobsWith(panel, fleet)).map(({ severity, ...line }) => ({
    color: severity === 'warning' ? colourCodes.yellow : colourCodes.red,
    ...line,
  }));
  return widgetAt(panel.place, 'metric', {
    view: 'timeSeries',
    stacked: false,
    title: panel.title,
    region,
    metrics,
    // for points of several minutes, a rate is averaged, but a size or a duration is not
    stat: panel.unit === 'per minute' ? 'Average' : 'Maximum',
    period: fleet.jobs.length > mostMinuteJobs ? 300 : 60,
    legend: { position: panel.legend?.place ?? 'bottom' },
    yAxis: { left: { min: 0, showUnits: false, label: panel.unit } },
    ...(horizontal.length === 0 ? {} : { annotations: { horizontal } }),
  });
}

/** A line across a chart. */
export type LimitLine = Readonly<{ severity: Severity; value: number; label: string }>;

/** The alarms' limits that a time series panel shows for these jobs. */
export function limitLines({ number }: Panel, jobs: readonly Job[]): LimitLine[] {
  if (jobs.length === 0) return [];
  if (number === 3) {
    return [
      { severity: 'warning', value: smallQueue, label: `warning ${smallQueue}, if growing` },
      limitLine('critical', 'BackgroundJobCriticalQueueSize', jobs),
    ];
  }
  if (number !== 5) return [];
  return [
    limitLine('warning', 'BackgroundJobHighDuration', jobs),
    limitLine('critical', 'BackgroundJobCriticalDuration', jobs),
  ];
}

/**
 * The limit that most of the jobs have, and how many jobs have it; if several are equally common,
 * the lower one.
 */
function limitLine(severity: Severity, alert: AlertName, jobs: readonly Job[]): LimitLine {
  const byLimit = Map.groupBy(jobs, job => findSetting(job, alert).limit);
  const [value, having] = [...byLimit].sort(
    ([a, left], [b, right]) => right.length - left.length || a - b,
  )[0] ?? [0, []];
  const share =
    having.length === jobs.length ? 'all jobs' : `${having.length} of ${jobs.length} jobs`;
  return { severity, value, label: `${severity} ${value} (${share})` };
}
