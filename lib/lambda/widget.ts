import type { Span } from '../panels/ask.ts';
import type { PanelSource } from '../panels/outcome.ts';
import { panelNumbered, panels } from '../panels/panels.ts';
import { renderPanel } from '../panels/render/render-panel.ts';
import type { View } from '../panels/render/view.ts';

/** What a widget needs of its process; `now` gives Unix seconds. */
export type WidgetSurroundings = Readonly<{ source: PanelSource; now: () => number }>;

/** Answers CloudWatch with HTML, or with the widget's documentation as Markdown. Never throws. */
export type WidgetHandler = (event: unknown) => Promise<string>;

/** The handler of the dashboard's custom widgets. */
export function createWidgetHandler({ source, now }: WidgetSurroundings): WidgetHandler {
  return async event => {
    const fields = fieldsOf(event);
    if (fields.describe !== undefined && fields.describe !== false) return documentation;
    const context = fieldsOf(fields.widgetContext);
    const view = viewOf(context);
    const panel = panelNumbered(Number(fields.panel));
    if (panel === undefined || panel.widget !== 'custom') {
      const problem = `The widget's parameter "panel" is ${quoted(fields.panel)}; expected: ${customNumbers}.`;
      return renderPanel({ kind: 'failed', problem }, view);
    }
    const moment = now();
    return renderPanel(await source(panel, spanOf(context, moment), moment), view);
  };
}

const custom = panels.filter(({ widget }) => widget === 'custom');
const customNumbers = custom.map(({ number }) => number).join(', ');

const documentation = [
  '## Jobwatch panel',
  'Draws a panel about background jobs from what Prometheus knows at the end of the dashboard’s time range.',
  '',
  '### Widget parameters',
  '| Parameter | Meaning |',
  '| --- | --- |',
  `| **panel** | Which panel: ${custom.map(({ number, title }) => `${number} (${title})`).join(', ')} |`,
  '',
  '### Example parameters',
  '```yaml',
  'panel: 6',
  '```',
].join('\n');

type Fields = Readonly<Record<string, unknown>>;

/** The event comes from whoever may invoke the function: nothing in it is taken for granted. */
function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function quoted(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'missing';
}

/** Sizes in pixels; the defaults are those of a widget of half the width on a small screen. */
function viewOf(context: Fields): View {
  return {
    theme: context.theme === 'dark' ? 'dark' : 'light',
    width: Math.round(between(numberOf(context.width, 600), 160, 4000)),
    height: Math.round(between(numberOf(context.height, 300), 60, 3000)),
  };
}

const sixHours = 6 * 3600;

/** Nothing is asked about longer than this at once: it is more than Prometheus keeps by default. */
const longestSpan = 92 * 86_400;

/** The time shown: what was zoomed into, else the dashboard's; to the minute, never in the future. */
function spanOf(context: Fields, now: number): Span {
  const range = fieldsOf(context.timeRange);
  const shown = { ...range, ...fieldsOf(range.zoom) };
  const end = numberOf(shown.end, now * 1000) / 1000;
  const to = Math.floor(between(end, 0, now) / 60) * 60;
  const start = numberOf(shown.start, (to - sixHours) * 1000) / 1000;
  return { from: Math.floor(between(start, to - longestSpan, to - 60) / 60) * 60, to };
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
