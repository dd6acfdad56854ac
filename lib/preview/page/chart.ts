import uPlot from 'uplot';
import { chooseColour } from '../../panels/render/chart-colours.ts';
import type { Theme } from '../../panels/render/theme.ts';
import type { Dashboard } from '../dashboard.ts';
import { alignData, createOptions, type Shown, type ZoomListener } from './chart-options.ts';
import { element } from './dom.ts';
import type { Frame } from './frames.ts';
import { legendTable, listLines } from './legend.ts';

/** A chart that shows one view after the other. */
export type LiveChart = Readonly<{
  update: (dashboard: Dashboard, theme: Theme) => void;
  resize: () => void;
}>;

type State = {
  shown: Shown | undefined;
  plot: uPlot | undefined;
  chosen: string | null;
  key: string;
};

/** Lines over time in a frame; `onZoom` is called with a selected range (Unix seconds). */
export function createChart(frame: Frame, onZoom: ZoomListener): LiveChart {
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

function rebuild(frame: Frame, state: State, onZoom: ZoomListener): void {
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
    createOptions(frame, () => state.shown ?? shown, onZoom),
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
