import uPlot from 'uplot';
import { findTop, hideZeros } from '../../panels/chart-series.ts';
import type { Panel } from '../../panels/panel.ts';
import { chartColours, chooseColour } from '../../panels/render/chart-colours.ts';
import { formatTicks } from '../../panels/render/chart-numbers.ts';
import type { Theme } from '../../panels/render/theme.ts';
import type { AlarmEpisode, Chart } from '../dashboard.ts';
import type { Frame } from './frames.ts';
import { listLines } from './legend.ts';
import { drawLimits, shadePeriods } from './marks.ts';
import { formatClock, formatDay } from './numbers.ts';
import { createTooltip } from './tooltip.ts';

/** Called with a selected range, in Unix seconds. */
export type ZoomListener = (from: number, to: number) => void;

/** The data of a chart; `span` in Unix seconds. */
export type Shown = Readonly<{
  chart: Chart;
  episodes: readonly AlarmEpisode[];
  theme: Theme;
  span: readonly [number, number];
}>;

export function alignData(chart: Chart): uPlot.AlignedData {
  return [[...chart.times], ...chart.series.map(hideZeros)];
}

/** Everything that a chart needs to be drawn; `readShown` returns what it shows now. */
export function createOptions(
  { panel, body }: Frame,
  readShown: () => Shown,
  onZoom: ZoomListener,
): uPlot.Options {
  const shown = readShown();
  const colours = chartColours[shown.theme];
  return {
    width: Math.max(100, body.clientWidth),
    height: Math.max(80, body.clientHeight),
    padding: [10, 18, 0, 0],
    legend: { show: false },
    focus: { alpha: 0.15 },
    cursor: {
      sync: { key: 'jobwatch' },
      drag: { x: true, y: false, setScale: false },
      focus: { prox: 24 },
      points: { size: 6 },
    },
    tzDate: at => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    scales: {
      x: { time: true, range: () => [...readShown().span] as [number, number] },
      y: { range: (_plot, _min, max) => [0, findTop(max ?? 0, readShown().chart.limits)] },
    },
    axes: createAxes(panel, colours),
    series: [{}, ...createSeries(shown)],
    hooks: createHooks(panel, readShown, onZoom),
  };
}

function createHooks(
  panel: Panel,
  readShown: () => Shown,
  onZoom: ZoomListener,
): uPlot.Hooks.Arrays {
  const colours = chartColours[readShown().theme];
  const tooltip = createTooltip();
  const point = (plot: uPlot) => {
    const { chart, theme, episodes } = readShown();
    const lines = listLines(chart, series => chooseColour(series, theme));
    tooltip.update(plot, { panel, lines, episodes });
  };
  return {
    init: [() => document.body.append(tooltip.box)],
    destroy: [() => tooltip.box.remove()],
    drawClear: [plot => shadePeriods(plot, readShown().episodes, colours)],
    draw: [plot => drawLimits(plot, readShown().chart.limits, colours)],
    setCursor: [point],
    setSelect: [plot => zoomToSelection(plot, onZoom)],
  };
}

function zoomToSelection(plot: uPlot, onZoom: ZoomListener): void {
  const { left, width } = plot.select;
  if (width < 8) return;
  onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** Steps of an axis in seconds that are round in seconds, minutes or hours. */
const secondSteps = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600],
  ...[900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800],
];

function createAxes(panel: Panel, colours: Readonly<{ axis: string; grid: string }>): uPlot.Axis[] {
  const font = '11px system-ui, sans-serif';
  const common = { stroke: colours.axis, font, grid: { stroke: colours.grid, width: 1 } };
  return [
    {
      ...common,
      size: 26,
      gap: 6,
      space: 64,
      ticks: { show: false },
      grid: { show: false },
      values: (_plot, splits) =>
        splits.map(at => (at % 86_400 === 0 ? formatDay(at) : formatClock(at))),
    },
    {
      ...common,
      size: 52,
      gap: 6,
      space: 34,
      ticks: { show: false },
      ...(panel.unit === 'seconds' ? { incrs: secondSteps } : {}),
      values: (_plot, splits) => formatTicks(splits, panel.unit),
    },
  ];
}

function createSeries({ chart, theme }: Shown): uPlot.Series[] {
  return listLines(chart, series => chooseColour(series, theme)).map(
    ({ series, colour, style }) => ({
      label: series.label,
      stroke: colour,
      width: series.colour === 'red' ? 2 : style.length > 0 ? 1 : 1.5,
      dash: [...style],
      spanGaps: false,
      points: { size: 4 },
    }),
  );
}
