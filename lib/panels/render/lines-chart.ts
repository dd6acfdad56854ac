import { line } from 'd3-shape';
import { type ChartSeries, hideZeros } from '../chart-series.ts';
import type { LinesData } from '../lines.ts';
import { chooseColour } from './chart-colours.ts';
import { chooseLineStyle } from './line-style.ts';
import { drawAxes } from './lines-axes.ts';
import { drawLegend, planLegend } from './lines-legend.ts';
import { drawBands, drawLimits, drawSlices } from './lines-marks.ts';
import { createPlot, type Plot } from './lines-plot.ts';
import { element, type Markup } from './markup.ts';
import type { View } from './view.ts';

/**
 * Lines over time as one SVG without script, with a legend and their numbers beside or below it.
 */
export function drawLines(data: LinesData, view: View): Markup {
  const { chart, legend, isBelow } = planLegend(data, view);
  const plot = createPlot(data, { ...view, ...chart });
  return element(
    'div',
    { class: isBelow ? 'jw-chart jw-chart-below' : 'jw-chart' },
    drawChart(plot),
    legend === undefined ? undefined : drawLegend(data, { ...view, ...legend }),
  );
}

function drawChart(plot: Plot): Markup {
  const { data, view } = plot;
  const { width, height } = view;
  const label = `${data.panel.title}: lines over time, values in the table`;
  return element(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    ...drawBands(plot),
    ...drawAxes(plot),
    ...data.series.map(series => drawSeries(plot, series)),
    ...drawLimits(plot),
    data.series.length === 0 ? writeNoData(plot) : undefined,
    ...drawSlices(plot),
  );
}

function writeNoData({ area }: Plot): Markup {
  const place = { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 };
  return element('text', { ...place, 'text-anchor': 'middle', class: 'jw-axis' }, 'no data');
}

function drawSeries({ data, view, x, y }: Plot, series: ChartSeries): Markup {
  const style = chooseLineStyle(series);
  const draw = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => x(at * 1000))
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  const stroke = {
    fill: 'none',
    stroke: chooseColour(series, view.theme),
    'stroke-width': series.colour === 'red' ? 2 : style.length > 0 ? 1.2 : 1.5,
    'stroke-dasharray': style.length === 0 ? undefined : style.join(' '),
    'stroke-linejoin': 'round',
    // an isolated point is a dot
    'stroke-linecap': 'round',
  };
  const d = draw(listPoints(data.times, series)) ?? '';
  return element('path', { d, ...stroke }, element('title', {}, series.label));
}

type Point = Readonly<{ at: number; value: number | null }>;

/** Only the ends of a level segment, which draw the same line. */
function listPoints(times: readonly number[], series: ChartSeries): Point[] {
  const values = hideZeros(series);
  return values.flatMap((value, index) => {
    const isLevel =
      index > 0 &&
      index < values.length - 1 &&
      value === values[index - 1] &&
      value === values[index + 1];
    return isLevel ? [] : [{ at: times[index] ?? 0, value }];
  });
}
