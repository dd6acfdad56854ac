import type { HeatmapColumn, HeatmapData } from '../heatmap.ts';
import { element, type Markup, shorten } from './markup.ts';
import { formatBound, formatDay, formatMoment, formatTime } from './numbers.ts';
import { findShare, spectral } from './spectral.ts';
import { palettes } from './theme.ts';
import { footHeight, type View } from './view.ts';

/** Room around the cells in pixels: the legend above, times below, durations on the left. */
const margin = { top: 24, right: 4, bottom: 20, left: 62 };

type Grid = Readonly<{
  data: HeatmapData;
  view: View;
  columnWidth: number;
  rowHeight: number;
  largest: number;
}>;

/** Runs by time and bucket as one SVG; every cell has its numbers and jobs as a tooltip. */
export function drawHeatmap(data: HeatmapData, view: View): Markup {
  const width = Math.max(240, view.width);
  const height = Math.max(140, view.height - footHeight);
  const grid: Grid = {
    data,
    view: { ...view, width, height },
    columnWidth: (width - margin.left - margin.right) / Math.max(1, data.columns.length),
    rowHeight: (height - margin.top - margin.bottom) / Math.max(1, data.bounds.length),
    largest: Math.max(0, ...data.columns.flatMap(({ cells }) => cells.map(({ count }) => count))),
  };
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return element(
    'svg',
    { ...size, role: 'img', 'aria-label': 'Runs by time and duration' },
    legend(grid),
    ...rowLabels(grid),
    ...unwatched(grid),
    ...data.columns.flatMap((column, index) => drawCells(grid, column, index)),
    ...timeLabels(grid),
  );
}

function drawCells(grid: Grid, column: HeatmapColumn, index: number): Markup[] {
  const { data, columnWidth, rowHeight, largest } = grid;
  return column.cells.flatMap(({ count, jobs }, row) => {
    if (count === 0) return [];
    const named = jobs.slice(0, 3).map(job => `${shorten(job.name, 40)} ${job.count}`);
    const more = jobs.length > 3 ? ['…'] : [];
    const runs = `${count} ${count === 1 ? 'run' : 'runs'}`;
    const times = `${formatTime(column.to - data.stepSeconds)}–${formatMoment(column.to).slice(11)}`;
    const title = [`${times}, ${bucketName(data, row)}: ${runs}`, ...named, ...more].join('\n');
    const box = {
      x: fixed(margin.left + index * columnWidth + 0.5),
      y: fixed(findTop(grid, row) + 0.5),
      width: fixed(Math.max(1, columnWidth - 1)),
      height: fixed(Math.max(1, rowHeight - 1)),
      fill: spectral(findShare(count, largest)),
    };
    return [element('rect', box, element('title', {}, title))];
  });
}

function findTop({ view, rowHeight }: Grid, row: number): number {
  return view.height - margin.bottom - (row + 1) * rowHeight;
}

function bucketName({ bounds }: HeatmapData, row: number): string {
  const [below, bound] = [bounds[row - 1], bounds[row] ?? 0];
  if (Number.isFinite(bound)) {
    return below === undefined
      ? `≤ ${formatBound(bound)}`
      : `${formatBound(below)} to ${formatBound(bound)}`;
  }
  return below === undefined ? 'any duration' : `> ${formatBound(below)}`;
}

/**
 * Text below 12 px per row would overlap its neighbour, so only every second or third label is
 * shown.
 */
function rowLabels(grid: Grid): Markup[] {
  const { data, view, rowHeight } = grid;
  const every = Math.max(1, Math.ceil(12 / rowHeight));
  const line = palettes[view.theme].line;
  return data.bounds.flatMap((bound, row) => {
    const y = findTop(grid, row);
    const rule = element('line', {
      x1: margin.left,
      x2: view.width - margin.right,
      y1: fixed(y),
      y2: fixed(y),
      stroke: line,
    });
    if ((data.bounds.length - 1 - row) % every !== 0) return [rule];
    const below = data.bounds[row - 1] ?? 0;
    const text = Number.isFinite(bound) ? `≤ ${formatBound(bound)}` : `> ${formatBound(below)}`;
    const place = { x: margin.left - 8, y: fixed(y + rowHeight / 2 + 4), 'text-anchor': 'end' };
    return [rule, element('text', { ...place, class: 'jw-axis' }, text)];
  });
}

/** Round times of day: as many as leave 70 px for each. */
function timeLabels({ data, view, columnWidth }: Grid): Markup[] {
  const perLabel = (70 / columnWidth) * data.stepSeconds;
  const gaps = [300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];
  const gap = gaps.find(seconds => seconds >= perLabel) ?? Math.ceil(perLabel / 86_400) * 86_400;
  const first = Math.ceil(data.from / gap) * gap;
  const count = Math.max(0, Math.floor((data.to - first) / gap) + 1);
  return Array.from({ length: count }, (_, index) => first + index * gap).map(time => {
    const x = margin.left + ((time - data.from) / data.stepSeconds) * columnWidth;
    const isEdge = x < margin.left + 16 || x > view.width - 24;
    const anchor = isEdge ? (x < view.width / 2 ? 'start' : 'end') : 'middle';
    const text = time % 86_400 === 0 ? formatDay(time) : formatTime(time);
    const place = { x: fixed(x), y: view.height - 5, 'text-anchor': anchor, class: 'jw-axis' };
    return element('text', place, text);
  });
}

/** Times about which nothing is known, hatched; each group of columns is one shape. */
function unwatched(grid: Grid): Markup[] {
  const { data, view, columnWidth } = grid;
  const { mark } = palettes[view.theme].absent;
  const height = view.height - margin.top - margin.bottom;
  return findGaps(data.columns).map(([start, end]) => {
    const x = margin.left + start * columnWidth;
    const lines = Math.min(400, Math.floor(((end - start) * columnWidth) / 6));
    const path = Array.from(
      { length: lines },
      (_, index) => `M${fixed(x + 3 + index * 6)} ${margin.top}v${fixed(height)}`,
    );
    const width = fixed((end - start) * columnWidth);
    const box = { x: fixed(x), y: margin.top, width, height, 'fill-opacity': 0.12, fill: mark };
    return element(
      'g',
      {},
      element('title', {}, 'no data: nothing was watched at this time'),
      element('rect', box),
      element('path', { d: path.join(''), stroke: mark, 'stroke-opacity': 0.45 }),
    );
  });
}

/** Index of the first and one past the last column of each period that was not watched. */
function findGaps(columns: readonly HeatmapColumn[]): [number, number][] {
  const gaps: [number, number][] = [];
  columns.forEach(({ watched }, index) => {
    if (watched) return;
    const last = gaps.at(-1);
    if (last !== undefined && last[1] === index) last[1] = index + 1;
    else gaps.push([index, index + 1]);
  });
  return gaps;
}

function legend({ view, largest }: Grid): Markup {
  const swatches = 11;
  const size = 12;
  const left = view.width - margin.right - 34 - swatches * size;
  const label = { y: 13, class: 'jw-axis' };
  if (largest === 0) return element('text', { ...label, x: margin.left }, 'no run in this time');
  const boxes = Array.from({ length: swatches }, (_, index) =>
    element('rect', {
      x: left + index * size,
      y: 3,
      width: size,
      height: 11,
      fill: spectral(index / (swatches - 1)),
    }),
  );
  return element(
    'g',
    {},
    element('text', { ...label, x: left - 6, 'text-anchor': 'end' }, 'runs  1'),
    ...boxes,
    element('text', { ...label, x: left + swatches * size + 6 }, String(largest)),
  );
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
