import type { TimeRange } from '../model/time-range.ts';
import type { PanelSource } from '../panels/outcome.ts';
import { panelNumbered, panels } from '../panels/panels.ts';
import { type Outcome, renderPanel } from '../panels/render/render-panel.ts';
import type { View } from '../panels/render/view.ts';

/** The dependencies of a widget; `now` gives Unix seconds. */
export type WidgetDependencies = Readonly<{
  source: PanelSource;
  /** What is muted at a time, in Unix seconds. Never rejects. */
  findMuted: (at: number) => Promise<Outcome>;
  now: () => number;
}>;

/** Answers CloudWatch with HTML, or with the widget's documentation as Markdown. Never throws. */
export type WidgetHandler = (event: unknown) => Promise<string>;

/** The handler of the dashboard's custom widgets. */
export function createWidgetHandler({ source, findMuted, now }: WidgetDependencies): WidgetHandler {
  return async event => {
    const fields = readFields(event);
    if (fields.describe !== undefined && fields.describe !== false) return documentation;
    const context = readFields(fields.widgetContext);
    const view = readView(context);
    if (fields.panel === 'muted') return renderPanel(await findMuted(now()), view);
    const panel = panelNumbered(readPanel(fields.panel));
    if (panel === undefined) {
      const problem = `The widget's parameter "panel" is ${quote(fields.panel)}; expected: a number from 1 to ${panels.length}.`;
      return renderPanel({ kind: 'failed', problem }, view);
    }
    const moment = now();
    return renderPanel(await source(panel, readSpan(context, moment), moment), view);
  };
}

const documentation = [
  '## Jobwatch panel',
  'Draws a panel about background jobs from what Prometheus knows at the end of the dashboard’s time range; the heatmap and the lines show up to a week before it.',
  '',
  '### Widget parameters',
  '| Parameter | Meaning |',
  '| --- | --- |',
  `| **panel** | Which panel: ${panels.map(({ number, title }) => `${number} (${title})`).join(', ')}, or "muted" for what is muted |`,
  '',
  '### Example parameters',
  '```yaml',
  'panel: 6',
  '```',
].join('\n');

type Fields = Readonly<Record<string, unknown>>;

/** Anyone who may invoke the function can send any event, so it is validated. */
function readFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A number, or a text as a person may have written it; `Number` alone throws for some objects. */
function readPanel(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function quote(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'missing';
}

/** Sizes in pixels; the defaults are those of a widget of half the width on a small screen. */
function readView(context: Fields): View {
  return {
    theme: context.theme === 'dark' ? 'dark' : 'light',
    width: Math.round(clamp(readNumber(context.width, 600), 160, 4000)),
    height: Math.round(clamp(readNumber(context.height, 300), 60, 3000)),
  };
}

const sixHours = 6 * 3600;

/**
 * Heatmap and lines show at most the last week of a range, because they read all its raw samples.
 */
const longestSpan = 7 * 86_400;

/**
 * The time shown: the zoomed range, otherwise the dashboard's; in whole minutes, never in the
 * future.
 */
function readSpan(context: Fields, now: number): TimeRange {
  const range = readFields(context.timeRange);
  const shown = { ...range, ...readFields(range.zoom) };
  const end = readNumber(shown.end, now * 1000) / 1000;
  const to = Math.floor(clamp(end, 0, now) / 60) * 60;
  const start = readNumber(shown.start, (to - sixHours) * 1000) / 1000;
  return { from: Math.floor(clamp(start, to - longestSpan, to - 60) / 60) * 60, to };
}

function readNumber(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
