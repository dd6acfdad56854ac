import type { Config } from '../config/config.ts';
import { nativeWidgets } from './native.ts';
import { type AlarmArns, ownWidgets } from './own-row.ts';
import type { Panel } from './panel.ts';
import { panels } from './panels.ts';
import { type Widget, widgetAt } from './widget-body.ts';

export type DashboardParts = Readonly<{
  config: Config;
  region: string;
  /** The function that draws panels 1, 6, 8, 9 and 10, or all of them. */
  widgetFunctionArn: string;
  alarmArns: AlarmArns;
}>;

/** A dashboard's body; it becomes the JSON text for CloudWatch. */
export type DashboardBody = Readonly<{
  start: string;
  periodOverride: 'inherit';
  widgets: readonly Widget[];
}>;

/**
 * The ten panels at the original's places, and a row that the original does not have. Unlisted jobs
 * appear in the custom panels at once. The native ones have lines for listed jobs only, because no
 * metric is published for the others.
 */
export function dashboardBody(parts: DashboardParts): DashboardBody {
  const { config, region, alarmArns, widgetFunctionArn } = parts;
  const { fleet, service, runbookUrl } = config;
  // if only verdicts are published, there are no metrics for CloudWatch to draw
  const isDrawn = ({ widget }: Panel) => widget === 'custom' || config.alarms === 'job';
  const custom = panels.filter(isDrawn).map(panel => customWidget(panel, widgetFunctionArn));
  const native = panels.filter(panel => !isDrawn(panel));
  const widgets = [...nativeWidgets(native, { fleet, region }), ...custom];
  return {
    start: '-PT6H',
    // otherwise the console would choose its own periods
    periodOverride: 'inherit',
    widgets: [
      ...widgets.toSorted((a, b) => a.y - b.y || a.x - b.x),
      ...ownWidgets({
        ...{ service, region, runbookUrl, alarmArns, widgetFunctionArn },
        alarms: config.alarms,
      }),
    ],
  };
}

function customWidget({ place, title, number }: Panel, endpoint: string): Widget {
  return widgetAt(place, 'custom', {
    title,
    endpoint,
    params: { panel: number },
    updateOn: { refresh: true, resize: true, timeRange: true },
  });
}
