import { utcFormat } from 'd3-time-format';
import { chartColours } from './chart-colours.ts';
import { formatTicks, isLongAxis } from './chart-numbers.ts';
import { type Plot, toPixels } from './lines-plot.ts';
import { element, type Markup } from './markup.ts';

/** Pixels that a label needs: the width of a time, the height of a value. */
const room = { time: 70, value: 34 };

/** A grid line and a number for each round value, and a label for each round time, in UTC. */
export function drawAxes(plot: Plot): Markup[] {
  return [...drawValues(plot), ...drawTimes(plot), nameUnit(plot)];
}

function drawValues({ data, view, area, y }: Plot): Markup[] {
  const { unit } = data.panel;
  const count = Math.max(2, Math.floor((area.bottom - area.top) / room.value));
  const [, top = 1] = y.domain();
  const values = listTicks(y.copy(), count, isLongAxis(top, unit));
  const labels = formatTicks(values, unit);
  const stroke = chartColours[view.theme].grid;
  return values.flatMap((value, index) => {
    const at = toPixels(y(value));
    return [
      element('line', { x1: area.left, x2: area.right, y1: at, y2: at, stroke }),
      element(
        'text',
        { x: area.left - 7, y: toPixels(y(value) + 4), 'text-anchor': 'end', class: 'jw-axis' },
        labels[index],
      ),
    ];
  });
}

/** Long times have round minutes. */
function listTicks(scale: Plot['y'], count: number, isLong: boolean): number[] {
  if (!isLong) return scale.ticks(count);
  const [, top = 0] = scale.domain();
  return scale
    .domain([0, top / 60])
    .ticks(count)
    .map(minutes => minutes * 60);
}

const formatClock = utcFormat('%H:%M');
const formatDay = utcFormat('%-d %b');

function drawTimes({ view, area, x }: Plot): Markup[] {
  const count = Math.max(1, Math.floor((area.right - area.left) / room.time));
  return x.ticks(count).map(date => {
    const at = x(date);
    const text = date.getTime() % 86_400_000 === 0 ? formatDay(date) : formatClock(date);
    const place = { x: toPixels(at), y: view.height - 5, 'text-anchor': 'middle' };
    return element('text', { ...place, class: 'jw-axis' }, text);
  });
}

/** The unit of the numbers, if the numbers do not include it. */
function nameUnit({ data, area }: Plot): Markup {
  const { unit } = data.panel;
  if (unit === 'seconds') return { markup: '' };
  const turned = `translate(11 ${toPixels((area.top + area.bottom) / 2)}) rotate(-90)`;
  return element('text', { transform: turned, 'text-anchor': 'middle', class: 'jw-axis' }, unit);
}
