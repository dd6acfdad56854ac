import { element } from './dom.ts';
import { formatValue } from './numbers.ts';

const titles = {
  last: 'Last',
  mean: 'Mean',
  max: 'Max',
  total: 'Total',
};
/** A chart's lines as a table with the statistics that the original's legend has. */
export function legendTable(panel, lines, events) {
  const statistics = panel.legend?.statistics ?? [];
  const heads = statistics.map(name =>
    element('th', { scope: 'col', class: 'number' }, titles[name]),
  );
  const rows = lines
    .map((line, index) => ({ line, index }))
    .toSorted((a, b) => weight(b.line.series) - weight(a.line.series))
    .map(({ line, index }) => legendRow(panel, { line, index, statistics }, events));
  return element(
    'table',
    { class: 'list' },
    element('caption', { class: 'hidden' }, `${panel.title}: values`),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Name'), ...heads)),
    element('tbody', {}, ...rows),
  );
}
/** Lines of failures first, as far as there are any; the rest as the chart has them. */
function weight({ colour, statistics }) {
  const any = (statistics.max ?? 0) > 0;
  if (colour === 'red') return any ? 2 : -2;
  if (colour === 'yellow') return any ? 0 : -1;
  return any ? 1 : 0;
}
function legendRow({ unit }, { line, index, statistics }, { onPoint, onChoose, chosen }) {
  const { series, colour, dash } = line;
  const swatch = element('i', { class: dash ? 'swatch dash' : 'swatch' });
  swatch.style.setProperty('--colour', colour);
  const name = element('bdi', {}, series.label);
  const button = element(
    'button',
    { type: 'button', 'aria-pressed': String(chosen === index), title: series.label },
    swatch,
    name,
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
export function linesOf(chart, colourOf) {
  return chart.series.map(series => ({
    series,
    colour: colourOf(series),
    dash: series.variant > 0 && series.colour === undefined,
  }));
}
