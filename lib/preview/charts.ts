import { formatAlertValue } from '../alarms/format-values.ts';
import { findAlert, findCheck } from '../checks/index.ts';
import { smallQueue } from '../checks/queue-alerts.ts';
import { type AlertName, type Fleet, findSetting } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { chartStep, listSeries } from '../panels/chart-series.ts';
import type { MinuteColumns } from '../panels/minute-columns.ts';
import type { Panel } from '../panels/panel.ts';
import { panels } from '../panels/panels.ts';
import type { Chart, LimitLine } from './dashboard.ts';

/** The panels that are drawn as lines over time, from every minute of the span. */
export function drawCharts(columns: MinuteColumns, fleet: Fleet, span: TimeRange): Chart[] {
  const source = { columns, fleet, span, stepSeconds: chartStep(span) };
  return panels
    .filter(({ kind }) => kind === 'timeseries')
    .map(panel => ({
      panel: panel.number,
      ...listSeries(panel, source),
      limits: limitLines(panel, fleet),
    }));
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

/** The limit that most jobs with the alert have; a chart has one line for all of them. */
function findCommonLimit(fleet: Fleet, alert: AlertName): number | undefined {
  const check = findCheck(alert).name;
  const jobs = [...fleet.jobs, fleet.unlisted.settings].filter(job => job.enabled[check]);
  const counts = Map.groupBy(jobs, job => findSetting(job, alert).limit);
  return [...counts].toSorted((a, b) => b[1].length - a[1].length)[0]?.[0];
}
