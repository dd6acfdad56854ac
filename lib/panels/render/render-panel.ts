import type { PanelData } from '../data.ts';
import { drawAges } from './ages.ts';
import { drawDetails } from './details.ts';
import { element, type Markup } from './markup.ts';
import { formatMoment } from './numbers.ts';
import { drawRates } from './rates.ts';
import { drawHeatmap } from './runs-heatmap.ts';
import { styleOf } from './style.ts';
import { drawTotals } from './totals.ts';
import { type View, worstOf } from './view.ts';

/** How asking went. `at` and `since` in Unix seconds; `problem` is a sentence for a person. */
export type Outcome =
  | Readonly<{ kind: 'data'; data: PanelData }>
  | Readonly<{ kind: 'nothing-known'; at: number }>
  | Readonly<{ kind: 'unreachable'; since: number; problem: string }>
  | Readonly<{ kind: 'failed'; problem: string }>;

/** A custom panel as HTML with SVG, without script; well-formed XML in one element. */
export function renderPanel(outcome: Outcome, view: View): string {
  return wholePanel(outcome, view, { markup: `<style>${styleOf(view.theme)}</style>` });
}

/** The same for a page that has the theme's `styleOf` already. */
export function renderPanelBody(outcome: Outcome, view: View): string {
  return wholePanel(outcome, view, undefined);
}

function wholePanel(outcome: Outcome, view: View, style: Markup | undefined): string {
  const { body, foot } = outcome.kind === 'data' ? drawn(outcome.data, view) : told(outcome);
  const size = `width:${view.width}px;min-height:${view.height}px;max-width:100%`;
  return element(
    'div',
    { class: 'jw', style: size },
    style,
    // tells the console to leave its own styles out
    element('div', { class: 'cwdb-no-default-styles', hidden: 'hidden' }),
    element('div', { class: 'jw-main' }, body),
    foot === '' ? undefined : element('div', { class: 'jw-foot' }, foot),
  ).markup;
}

type Drawn = Readonly<{ body: Markup; foot: string }>;

function drawn(data: PanelData, view: View): Drawn {
  switch (data.kind) {
    case 'totals':
      return { body: drawTotals(data, view), foot: footOf(data.at, ownWindow) };
    case 'ages':
      return jobsOr(data, drawAges(data, view), 'each job against its own limit');
    case 'rates':
      return jobsOr(data, drawRates(data, view), ownWindow);
    case 'details':
      return jobsOr(data, drawDetails(data, view), ownWindow);
    case 'heatmap':
      return { body: drawHeatmap(data, view), foot: footOf(data.to, 'all jobs, times in UTC') };
  }
}

const ownWindow = 'each job over its own window';

type WithJobs = Extract<PanelData, { jobs: unknown }>;

function jobsOr({ jobs, at }: WithJobs, body: Markup, text: string): Drawn {
  if (jobs.length > 0) {
    const { note } = worstOf(jobs);
    return { body, foot: footOf(at, note === undefined ? text : `${note} · ${text}`) };
  }
  return {
    body: card('absent', 'No jobs', ['The config lists none, and Prometheus knows of none.']),
    foot: footOf(at, text),
  };
}

function footOf(at: number, text: string): string {
  return `${formatMoment(at)} · ${text}`;
}

const silence =
  'Nothing is shown, because nothing is known: this says nothing about the jobs, and their alarms keep their state.';

function told(outcome: Exclude<Outcome, { kind: 'data' }>): Drawn {
  switch (outcome.kind) {
    case 'unreachable': {
      const title = `Source unreachable since ${formatMoment(outcome.since)}`;
      return { body: card('critical', title, [outcome.problem, silence]), foot: '' };
    }
    case 'nothing-known': {
      const title = `No data at ${formatMoment(outcome.at)}`;
      const text =
        'Prometheus answered, but knows neither a job nor a target in the whole time before.';
      return { body: card('absent', title, [text, silence]), foot: '' };
    }
    case 'failed':
      return { body: card('warning', 'This panel failed', [outcome.problem]), foot: '' };
  }
}

function card(level: string, title: string, lines: readonly string[]): Markup {
  return element(
    'div',
    { class: `jw-card jw-edge-${level}`, role: 'status' },
    element('div', { class: 'jw-title' }, title),
    ...lines.map((line, index) => element('p', index === 0 ? {} : { class: 'jw-muted' }, line)),
  );
}
