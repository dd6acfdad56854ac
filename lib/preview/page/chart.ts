import uPlot from 'uplot';
import type { Theme } from '../../panels/render/theme.ts';
import type { Chart, Dashboard, Episode } from '../dashboard.ts';
import { chartColours, chooseColour } from './colours.ts';
import { element } from './dom.ts';
import type { Frame } from './frames.ts';
import { legendTable, listLines } from './legend.ts';
import { drawLimits, shadePeriods } from './marks.ts';
import { formatClock, formatDay, formatTicks } from './numbers.ts';
import { createTooltip } from './tooltip.ts';

/** A chart that takes one picture after the other. */
export type LiveChart = Readonly<{
  update: (dashboard: Dashboard, theme: Theme) => void;
  resize: () => void;
}>;

type Shown = {
  chart: Chart;
  episodes: readonly Episode[];
  theme: Theme;
  span: readonly [number, number];
};

type State = {
  shown: Shown | undefined;
  plot: uPlot | undefined;
  chosen: string | null;
  key: string;
};

/** Lines over time in a frame; `onZoom` hears of a span (Unix seconds) that was dragged over. */
export function createChart(frame: Frame, onZoom: (from: number, to: number) => void): LiveChart {
  const state: State = { shown: undefined, plot: undefined, chosen: null, key: '' };
  const update = ({ charts, episodes, from, to }: Dashboard, theme: Theme) => {
    const chart = charts.find(({ panel }) => panel === frame.panel.number);
    if (chart === undefined) return;
    const own = episodes.filter(({ panels }) => panels.includes(chart.panel));
    state.shown = { chart, episodes: own, theme, span: [from, to] };
    const key = `${theme} ${JSON.stringify(chart.series.map(({ label }) => label))}`;
    if (key === state.key && state.plot !== undefined) {
      state.plot.setData(alignData(chart), false);
      state.plot.setScale('x', { min: from, max: to });
    } else {
      state.key = key;
      rebuild(frame, state, onZoom);
    }
    drawLegend(frame, state);
  };
  const resize = () => {
    const { clientWidth: width, clientHeight: height } = frame.body;
    state.plot?.setSize({ width, height });
  };
  return { update, resize };
}

function rebuild(frame: Frame, state: State, onZoom: (from: number, to: number) => void): void {
  const { shown } = state;
  if (shown === undefined) return;
  state.plot?.destroy();
  frame.body.replaceChildren();
  frame.body.setAttribute('role', 'img');
  frame.body.setAttribute(
    'aria-label',
    `${frame.panel.title}: lines over time, values in the table`,
  );
  state.plot = new uPlot(
    createOptions(frame, state, shown, onZoom),
    alignData(shown.chart),
    frame.body,
  );
  if (shown.chart.series.length === 0) {
    frame.body.append(element('p', { class: 'nothing' }, 'no data'));
  }
}

function drawLegend(frame: Frame, state: State): void {
  const { shown, plot } = state;
  if (shown === undefined || plot === undefined || frame.legend === undefined) return;
  const lines = listLines(shown.chart, series => chooseColour(series, shown.theme));
  const chosen = lines.findIndex(({ series }) => series.label === state.chosen);
  const apply = () => {
    lines.forEach(({ series }, index) => {
      const show = state.chosen === null || series.label === state.chosen;
      if (plot.series[index + 1]?.show !== show) plot.setSeries(index + 1, { show });
    });
  };
  if (chosen < 0) state.chosen = null;
  apply();
  const scrolled = frame.legend.scrollTop;
  const focused = frame.legend.contains(document.activeElement)
    ? document.activeElement?.getAttribute('title')
    : null;
  const table = legendTable(frame.panel, lines, {
    chosen: chosen < 0 ? null : chosen,
    onPoint: index => plot.setSeries(index === null ? null : index + 1, { focus: true }),
    onChoose: index => {
      const label = lines[index]?.series.label ?? null;
      state.chosen = state.chosen === label ? null : label;
      drawLegend(frame, state);
    },
  });
  frame.legend.replaceChildren(table);
  frame.legend.scrollTop = scrolled;
  if (focused !== null) {
    const buttons = [...table.querySelectorAll('button')];
    buttons.find(button => button.title === focused)?.focus({ preventScroll: true });
  }
}

/** A line of failures or skips is drawn where there are any: at 0 it would paint the floor red. */
function alignData(chart: Chart): uPlot.AlignedData {
  const rows = chart.series.map(({ values, colour }) =>
    colour === undefined
      ? [...values]
      : values.map((value, index) =>
          value === 0 && !values[index - 1] && !values[index + 1] ? null : value,
        ),
  );
  return [[...chart.times], ...rows];
}

function createOptions(
  frame: Frame,
  state: State,
  shown: Shown,
  onZoom: (from: number, to: number) => void,
): uPlot.Options {
  const { panel, body } = frame;
  const colours = chartColours[shown.theme];
  const tooltip = createTooltip();
  const lines = () => {
    const { chart, theme } = state.shown ?? shown;
    return listLines(chart, series => chooseColour(series, theme));
  };
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
      x: { time: true, range: () => [...(state.shown ?? shown).span] as [number, number] },
      y: { range: (_plot, _min, max) => [0, findTop(max, (state.shown ?? shown).chart)] },
    },
    axes: createAxes(frame, colours),
    series: [{}, ...createSeries(shown)],
    hooks: {
      init: [() => document.body.append(tooltip.box)],
      destroy: [() => tooltip.box.remove()],
      drawClear: [plot => shadePeriods(plot, (state.shown ?? shown).episodes, colours)],
      draw: [plot => drawLimits(plot, (state.shown ?? shown).chart.limits, colours)],
      setCursor: [
        plot =>
          tooltip.update(plot, {
            panel,
            lines: lines(),
            episodes: (state.shown ?? shown).episodes,
          }),
      ],
      setSelect: [
        plot => {
          const { left, width } = plot.select;
          if (width < 8) return;
          onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** A limit is in sight once the lines come within a third of it, or it would flatten them. */
function findTop(max: number | null, { limits }: Chart): number {
  const highest = max ?? 0;
  const near = limits.map(({ value }) => value).filter(value => highest >= value / 3);
  return Math.max(highest, ...near, Number.MIN_VALUE) * 1.12 || 1;
}

/** Steps of an axis in seconds that are round in seconds, minutes or hours. */
const secondSteps = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600],
  ...[900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800],
];

function createAxes(
  { panel }: Frame,
  colours: Readonly<{ axis: string; grid: string }>,
): uPlot.Axis[] {
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
