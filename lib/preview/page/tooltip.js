import { element } from './dom.ts';
import { formatMoment, formatValue } from './numbers.ts';

/** More lines than these would cover the chart. */
const mostRows = 9;
/** Values at the cursor, the largest first; only for the chart that the pointer is on. */
export function createTooltip() {
  const box = element('div', { class: 'tooltip', 'aria-hidden': 'true' });
  box.hidden = true;
  const update = (plot, { panel, lines, episodes }) => {
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
    const rows = values.slice(0, mostRows).map(({ series, colour, dash, value }) => {
      const swatch = element('i', { class: dash ? 'swatch dash' : 'swatch' });
      swatch.style.setProperty('--colour', colour);
      const text = formatValue(value, panel.unit);
      return element(
        'div',
        { class: 'row' },
        swatch,
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
function rest(shown, all) {
  if (shown > mostRows) return [element('div', { class: 'more' }, `and ${shown - mostRows} more`)];
  if (shown === 0)
    return [element('div', { class: 'more' }, all === 0 ? 'no data' : 'all 0 or no data')];
  return [];
}
function alarmsAt(episodes, at) {
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
function place(box, plot, { left, top }) {
  const width = plot.over.clientWidth;
  const toLeft = left > width / 2;
  box.style.left = toLeft ? '' : `${left + 14}px`;
  box.style.right = toLeft ? `${width - left + 14}px` : '';
  box.style.top = `${Math.max(0, Math.min(top - 20, plot.over.clientHeight - box.offsetHeight))}px`;
}
