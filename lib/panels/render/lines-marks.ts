import { joinPeriods } from '../alarm-periods.ts';
import type { ChartSeries } from '../chart-series.ts';
import { chartColours } from './chart-colours.ts';
import { formatValue } from './chart-numbers.ts';
import { type Plot, toPixels } from './lines-plot.ts';
import { element, type Markup, shorten } from './markup.ts';
import { formatMoment } from './numbers.ts';

const severities = ['warning', 'critical'] as const;

/** Periods in ALARM as bands behind the lines, with a solid bar at the top of the chart. */
export function drawBands({ data, view, area, x }: Plot): Markup[] {
  const colours = chartColours[view.theme];
  const place = (at: number) => Math.min(area.right, Math.max(area.left, x(at * 1000)));
  return severities.flatMap(severity =>
    joinPeriods(data.periods, severity, data.to).map(({ from, to }) => {
      const left = place(from);
      const width = toPixels(Math.max(1, place(to) - left));
      const box = { x: toPixels(left), y: area.top, width };
      const height = toPixels(area.bottom - area.top);
      const title = `${severity} alarm from ${formatMoment(from)} to ${formatMoment(to)}`;
      return element(
        'g',
        {},
        element('title', {}, title),
        element('rect', { ...box, height, fill: colours.shade[severity] }),
        element('rect', { ...box, height: 3, fill: colours.rail[severity] }),
      );
    }),
  );
}

/** Dashed lines at the visible limits, each with its text. */
export function drawLimits({ data, view, area, y }: Plot): Markup[] {
  const colours = chartColours[view.theme];
  const [, top = 0] = y.domain();
  return data.limits
    .filter(({ value }) => value <= top)
    .flatMap(({ value, severity, label }) => {
      const at = y(value);
      // no room above it, below the bar
      const isHigh = at - 15 < area.top + 4;
      const text = { x: area.right - 4, y: toPixels(isHigh ? at + 12 : at - 4) };
      const rule = { x1: area.left, x2: area.right, y1: toPixels(at), y2: toPixels(at) };
      const ground = { width: label.length * 5.8 + 8, height: 14, fill: colours.ground };
      const ink = severity === 'critical' ? colours.red : colours.yellow;
      return [
        element('line', { ...rule, stroke: colours.rail[severity], 'stroke-dasharray': '5 4' }),
        element('rect', {
          x: toPixels(area.right - ground.width),
          y: toPixels(isHigh ? at + 1 : at - 15),
          ...ground,
          'fill-opacity': 0.8,
        }),
        element(
          'text',
          { ...text, 'text-anchor': 'end', style: 'font-size:11px', fill: ink },
          label,
        ),
      ];
    });
}

/** This many parts of a chart have their values as a tooltip, with this many lines each. */
const mostSlices = 60;
const mostLines = 10;

/** The values of the lines at a time, for the tooltip: the greatest first. */
export function drawSlices({ data, area, x }: Plot): Markup[] {
  const { times, series } = data;
  if (series.length === 0) return [];
  const every = Math.max(1, Math.ceil(times.length / mostSlices));
  const slices = times
    .map((at, index) => ({ at, index }))
    .filter(({ index }) => index % every === 0);
  const width = (area.right - area.left) / Math.max(1, slices.length);
  return slices.map(({ at, index }) => {
    const left = Math.max(area.left, x(at * 1000) - width / 2);
    const box = { x: toPixels(left), y: area.top, width: toPixels(width) };
    const title = [formatMoment(at), ...listValues(series, index, data.panel.unit)].join('\n');
    return element(
      'rect',
      { ...box, height: toPixels(area.bottom - area.top), 'fill-opacity': 0 },
      element('title', {}, title),
    );
  });
}

function listValues(
  series: readonly ChartSeries[],
  index: number,
  unit: Plot['data']['panel']['unit'],
): string[] {
  const known = series.flatMap(({ label, values }) => {
    const value = values[index] ?? null;
    return value === null ? [] : [{ label, value }];
  });
  const shown = known.sort((a, b) => b.value - a.value).slice(0, mostLines);
  const lines = shown.map(
    ({ label, value }) => `${shorten(label, 40)} ${formatValue(value, unit)}`,
  );
  return known.length > shown.length ? [...lines, `${known.length - shown.length} more`] : lines;
}
