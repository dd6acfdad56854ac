import type { Colour, GridPosition } from './panel.ts';

/** A widget in a dashboard's body. Source: CloudWatch, dashboard body structure. */
export type Widget = Readonly<{
  type: 'metric' | 'custom' | 'alarm' | 'text';
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Readonly<Record<string, unknown>>;
}>;

/** One row of a metric widget: a metric with its dimensions and options, or an expression. */
export type MetricRow = readonly (string | Readonly<Record<string, unknown>>)[];

/** Rows of one metric widget, including expressions and hidden rows. Source: as above. */
export const mostRowsPerWidget = 500;

/** Metrics of a whole dashboard, including hidden ones. Source: CloudWatch service quotas. */
export const mostRowsPerDashboard = 2500;

/** Alarms of one alarm status widget. Source: CloudWatch, dashboard body structure. */
export const mostAlarmsPerWidget = 100;

/**
 * Colours on the console's light and dark pages: its own red, and a yellow that is visible on
 * white.
 */
export const colourCodes: Readonly<Record<Colour, string>> = {
  green: '#2f9e4f',
  yellow: '#e0b400',
  red: '#d13212',
  darkRed: '#8f1d0c',
};

export function widgetAt(
  place: GridPosition,
  type: Widget['type'],
  properties: Widget['properties'],
): Widget {
  return { type, ...place, properties };
}
