import type uPlot from 'uplot';
import type { Panel } from '../../panels/panel.ts';
import { formatValue } from '../../panels/render/chart-numbers.ts';
import type { AlarmEpisode } from '../dashboard.ts';
import { element } from './dom.ts';
import type { LegendLine } from './legend.ts';
import { drawSwatch } from './line-style.ts';
import { formatMoment } from './numbers.ts';

/** More lines than this would cover the page. */
const mostRows = 14;

export type Hover = Readonly<{
  panel: Panel;
  lines: readonly LegendLine[];
  episodes: readonly AlarmEpisode[];
}>;

/** Values at the cursor, the largest first; only for the chart that the pointer is on. */
export function createTooltip() {
  const box = element('div', { class: 'tooltip', 'aria-hidden': 'true' });
  box.hidden = true;
  const update = (plot: uPlot, { panel, lines, episodes }: Hover) => {
    const { idx, left = -1, top = -1 } = plot.cursor;
    const at = idx === null || idx === undefined ? undefined : plot.data[0][idx];
    if (
      !plot.over.matches(':hover') ||
      at === undefined ||
      idx === null ||
      idx === undefined ||
      left < 0
    ) {
      box.hidden = true;
      return;
    }
    const values = lines
      .map(line => ({ ...line, value: line.series.values[idx] ?? null }))
      .filter(({ value }) => value !== null && value > 0)
      .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const rows = values.slice(0, mostRows).map(({ series, colour, style, value }) => {
      const text = formatValue(value, panel.unit);
      return element(
        'div',
        { class: 'row' },
        drawSwatch(colour, style),
        element('bdi', {}, series.label),
        element('b', {}, text),
      );
    });
    box.replaceChildren(
      element('div', { class: 'time' }, `${formatMoment(at)} UTC`),
      ...alarmsAt(episodes, at),
      ...rows,
      ...rest(values.length, lines.length),
    );
    box.hidden = false;
    place(box, plot, { left, top });
  };
  return { box, update };
}

function rest(shown: number, all: number): HTMLElement[] {
  if (shown > mostRows) return [element('div', { class: 'more' }, `and ${shown - mostRows} more`)];
  if (shown === 0)
    return [element('div', { class: 'more' }, all === 0 ? 'no data' : 'all 0 or no data')];
  return [];
}

function alarmsAt(episodes: readonly AlarmEpisode[], at: number): HTMLElement[] {
  return episodes
    .filter(({ from, to }) => from <= at && (to === null || at < to))
    .slice(0, 4)
    .map(({ severity, job, alert }) =>
      element(
        'div',
        { class: 'alarm', 'data-severity': severity },
        element('bdi', {}, job),
        ` ${alert.replace('BackgroundJob', '')}`,
      ),
    );
}

/** Beside the pointer and within the window, whatever the chart's own size. */
function place(
  box: HTMLElement,
  plot: uPlot,
  { left, top }: Readonly<{ left: number; top: number }>,
): void {
  const chart = plot.over.getBoundingClientRect();
  const gap = 14;
  const x = chart.left + left;
  const toLeft = x + gap + box.offsetWidth > document.documentElement.clientWidth;
  const start = toLeft ? x - gap - box.offsetWidth : x + gap;
  const lowest = innerHeight - box.offsetHeight - gap;
  box.style.left = `${Math.max(4, start)}px`;
  box.style.top = `${Math.max(4, Math.min(chart.top + top - 20, lowest))}px`;
}
