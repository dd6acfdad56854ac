import { type ChartSeries, rankSeries, statisticTitles } from '../../panels/chart-series.ts';
import type { LegendStatistic, Panel } from '../../panels/panel.ts';
import { formatValue } from '../../panels/render/chart-numbers.ts';
import { chooseLineStyle, type LineStyle } from '../../panels/render/line-style.ts';
import type { Chart } from '../dashboard.ts';
import { element } from './dom.ts';
import { drawSwatch } from './line-style.ts';
import { nameElement } from './name.ts';

/** What a legend tells its chart: the line under the pointer, and the one that is shown alone. */
type LegendEvents = Readonly<{
  onPoint: (index: number | null) => void;
  onChoose: (index: number) => void;
}>;

export type LegendLine = Readonly<{ series: ChartSeries; colour: string; style: LineStyle }>;

/** A chart's lines as a table with the statistics that the original's legend has. */
export function legendTable(
  panel: Panel,
  lines: readonly LegendLine[],
  events: LegendEvents & Readonly<{ chosen: number | null }>,
): HTMLTableElement {
  const statistics = panel.legend?.statistics ?? [];
  const heads = statistics.map(name =>
    element('th', { scope: 'col', class: 'number' }, statisticTitles[name]),
  );
  const rows = lines
    .map((line, index) => ({ line, index }))
    .toSorted((a, b) => rankSeries(b.line.series) - rankSeries(a.line.series))
    .map(({ line, index }) => legendRow(panel, { line, index, statistics }, events));
  return element(
    'table',
    { class: 'list' },
    element('caption', { class: 'hidden' }, `${panel.title}: values`),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Name'), ...heads)),
    element('tbody', {}, ...rows),
  );
}

type Row = Readonly<{ line: LegendLine; index: number; statistics: readonly LegendStatistic[] }>;

function legendRow(
  { unit }: Panel,
  { line, index, statistics }: Row,
  { onPoint, onChoose, chosen }: LegendEvents & Readonly<{ chosen: number | null }>,
): HTMLElement {
  const { series, colour, style } = line;
  const button = element(
    'button',
    { type: 'button', 'aria-pressed': String(chosen === index), 'aria-label': series.label },
    drawSwatch(colour, style),
    nameElement(series.label),
  );
  button.addEventListener('click', () => onChoose(index));
  button.addEventListener('focus', () => onPoint(index));
  button.addEventListener('blur', () => onPoint(null));
  const cells = statistics.map(statistic =>
    element('td', { class: 'number' }, formatValue(series.statistics[statistic], unit)),
  );
  const quiet = (series.statistics.max ?? 0) === 0;
  const row = element(
    'tr',
    { class: quiet ? 'zero' : undefined },
    element('th', { scope: 'row' }, button),
    ...cells,
  );
  row.addEventListener('mouseenter', () => onPoint(index));
  row.addEventListener('mouseleave', () => onPoint(null));
  return row;
}

/** The lines of a chart with their colours. */
export function listLines(chart: Chart, choose: (series: ChartSeries) => string): LegendLine[] {
  return chart.series.map(series => ({
    series,
    colour: choose(series),
    style: chooseLineStyle(series),
  }));
}
