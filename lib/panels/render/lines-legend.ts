import { type ChartSeries, rankSeries, statisticTitles } from '../chart-series.ts';
import type { LinesData } from '../lines.ts';
import type { LegendStatistic } from '../panel.ts';
import { chooseColour } from './chart-colours.ts';
import { formatValue } from './chart-numbers.ts';
import { chooseLineStyle } from './line-style.ts';
import { element, type Markup, shorten } from './markup.ts';
import type { Theme } from './theme.ts';
import { footHeight, type View } from './view.ts';

type Size = Readonly<{ width: number; height: number }>;

/** How chart and legend share the panel; if there is no room, there is no legend. */
type LegendPlan = Readonly<{ chart: Size; legend: Size | undefined; isBelow: boolean }>;

const rowHeight = 17;
const gap = 10;

/**
 * The original's place, or below the chart if the panel is too narrow to place it beside the chart.
 */
export function planLegend({ panel, series }: LinesData, view: View): LegendPlan {
  const whole = { width: view.width, height: Math.max(60, view.height - footHeight) };
  const isBeside = panel.legend?.place === 'right' && whole.width >= 560;
  if (series.length === 0) return { chart: whole, legend: undefined, isBelow: true };
  if (isBeside) {
    const width = Math.round(Math.min(420, whole.width * 0.36));
    const legend = { width, height: whole.height };
    return {
      chart: { width: whole.width - width - gap, height: whole.height },
      legend,
      isBelow: false,
    };
  }
  const wanted = (series.length + 1) * rowHeight + 4;
  const height = Math.round(Math.min(wanted, whole.height * 0.42));
  if (height < 2 * rowHeight) return { chart: whole, legend: undefined, isBelow: true };
  const legend = { width: whole.width, height };
  return { chart: { ...whole, height: whole.height - height - 4 }, legend, isBelow: true };
}

/** A table of the lines with the statistics of the original's legend. */
export function drawLegend({ panel, series }: LinesData, { theme, width, height }: View): Markup {
  const statistics = panel.legend?.statistics ?? [];
  const heads = statistics.map(name => element('th', { scope: 'col' }, statisticTitles[name]));
  const rows = series
    .toSorted((a, b) => rankSeries(b) - rankSeries(a))
    .map(one => drawRow(one, { theme, statistics, unit: panel.unit }));
  return element(
    'div',
    {
      class: 'jw-legend',
      style: `width:${width}px;max-width:100%;height:${height}px`,
    },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Name'), ...heads)),
      element('tbody', {}, ...rows),
    ),
  );
}

type Row = Readonly<{
  theme: Theme;
  statistics: readonly LegendStatistic[];
  unit: LinesData['panel']['unit'];
}>;

function drawRow(series: ChartSeries, { theme, statistics, unit }: Row): Markup {
  const name = shorten(series.label.trim() === '' ? '(no name)' : series.label, 80);
  const cells = statistics.map(statistic =>
    element('td', {}, formatValue(series.statistics[statistic], unit)),
  );
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row', title: shorten(series.label, 300) },
      drawSwatch(series, theme),
      element('bdi', {}, name),
    ),
    ...cells,
  );
}

function drawSwatch(series: ChartSeries, theme: Theme): Markup {
  const style = chooseLineStyle(series);
  return element(
    'svg',
    { width: 18, height: 8, viewBox: '0 0 18 8', 'aria-hidden': 'true' },
    element('line', {
      x1: 1,
      x2: 17,
      y1: 4,
      y2: 4,
      stroke: chooseColour(series, theme),
      'stroke-width': 2,
      'stroke-dasharray': style.length === 0 ? undefined : style.join(' '),
    }),
  );
}
