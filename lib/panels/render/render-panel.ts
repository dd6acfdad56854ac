import { formatDuration } from '../../model/format.ts';
import type { PanelData } from '../data.ts';
import type { LinesData } from '../lines.ts';
import type { Muted } from '../muted.ts';
import { drawAges } from './ages.ts';
import { drawDetails } from './details.ts';
import { drawGauge } from './gauge.ts';
import { drawLines } from './lines-chart.ts';
import { element, type Markup } from './markup.ts';
import { drawMuted } from './muted.ts';
import { formatMoment } from './numbers.ts';
import { drawRates } from './rates.ts';
import { drawHeatmap } from './runs-heatmap.ts';
import { writeStyle } from './style.ts';
import { drawTotals } from './totals.ts';
import { takeWorst, type View } from './view.ts';

/**
 * The result of a request. `at` and `since` in Unix seconds; `problem` is a sentence for a person.
 */
export type Outcome =
  | Readonly<{ kind: 'data'; data: PanelData }>
  /** `newest` is the time of the newest sample before `at`. */
  | Readonly<{ kind: 'nothing-known'; at: number; newest?: number | undefined }>
  /** What is muted; `isPart` if the deployed service could not be read. */
  | Readonly<{ kind: 'muted'; at: number; muted: readonly Muted[]; isPart: boolean }>
  | Readonly<{ kind: 'unreachable'; since: number; problem: string }>
  | Readonly<{ kind: 'failed'; problem: string }>;

/** A custom panel as HTML with SVG, without script; well-formed XML in one element. */
export function renderPanel(outcome: Outcome, view: View): string {
  return drawWhole(outcome, view, { markup: `<style>${writeStyle(view.theme)}</style>` });
}

/** The same for a page that already has the theme's `writeStyle`. */
export function renderPanelBody(outcome: Outcome, view: View): string {
  return drawWhole(outcome, view, undefined);
}

function drawWhole(outcome: Outcome, view: View, style: Markup | undefined): string {
  const { body, foot } = outcome.kind === 'data' ? drawData(outcome.data, view) : explain(outcome);
  const size = `width:${view.width}px;min-height:${view.height}px;max-width:100%`;
  return element(
    'div',
    { class: 'jw', style: size },
    style,
    // the console then does not apply its own styles
    element('div', { class: 'cwdb-no-default-styles', hidden: 'hidden' }),
    element('div', { class: 'jw-main' }, body),
    foot === '' ? undefined : element('div', { class: 'jw-foot' }, foot),
  ).markup;
}

type Drawn = Readonly<{ body: Markup; foot: string }>;

function drawData(data: PanelData, view: View): Drawn {
  switch (data.kind) {
    case 'totals':
      return { body: drawTotals(data, view), foot: writeFoot(data.at, ownWindow) };
    case 'ages':
      return drawJobs(data, drawAges(data, view), 'each job against its own limit');
    case 'rates':
      return drawJobs(data, drawRates(data, view), ownWindow);
    case 'details':
      return drawJobs(data, drawDetails(data, view), ownWindow);
    case 'gauge':
      return { body: drawGauge(data, view), foot: writeFoot(data.at, ownWindow) };
    case 'lines':
      return { body: drawLines(data, view), foot: writeFoot(data.to, describeLines(data)) };
    case 'heatmap':
      return { body: drawHeatmap(data, view), foot: writeFoot(data.to, 'all jobs, times in UTC') };
  }
}

function describeLines({ jobCount, series, stepSeconds }: LinesData): string {
  const shown = new Set(series.map(({ job }) => job)).size;
  const some = shown > 0 && shown < jobCount ? [`The ${shown} largest of ${jobCount} jobs`] : [];
  const step = stepSeconds > 60 ? [`a point per ${formatDuration(stepSeconds)}`] : [];
  return [...some, ownWindow, ...step, 'times in UTC'].join(' · ');
}

const ownWindow = 'each job over its own window';

type WithJobs = Extract<PanelData, { jobs: unknown }>;

function drawJobs({ jobs, at }: WithJobs, body: Markup, text: string): Drawn {
  if (jobs.length > 0) {
    const { note } = takeWorst(jobs);
    return { body, foot: writeFoot(at, note === undefined ? text : `${note} · ${text}`) };
  }
  return {
    body: card('absent', 'No jobs', [
      'The configuration lists none, and Prometheus has series of none.',
    ]),
    foot: writeFoot(at, text),
  };
}

function writeFoot(at: number, text: string): string {
  return `${formatMoment(at)} · ${text}`;
}

const silence =
  'Nothing is shown, because nothing is known: this says nothing about the jobs, and their alarms keep their state.';

const unread = 'maintenance only: what `jobwatch mute` has stored could not be read';

function explain(outcome: Exclude<Outcome, { kind: 'data' }>): Drawn {
  switch (outcome.kind) {
    case 'unreachable': {
      const title = `Source unreachable since ${formatMoment(outcome.since)}`;
      return { body: card('critical', title, [outcome.problem, silence]), foot: '' };
    }
    case 'nothing-known':
      return { body: drawNothingKnown(outcome), foot: '' };
    case 'muted':
      return {
        body: drawMuted(outcome.muted),
        foot: writeFoot(outcome.at, outcome.isPart ? unread : 'measuring and alarms go on'),
      };
    case 'failed':
      return { body: card('warning', 'This panel failed', [outcome.problem]), foot: '' };
  }
}

function drawNothingKnown({ at, newest }: Extract<Outcome, { kind: 'nothing-known' }>): Markup {
  const title = `No data at ${formatMoment(at)}`;
  const text =
    newest === undefined
      ? 'Prometheus answered, but has no sample of any job or target for this time.'
      : `Prometheus answered, but its newest sample is of ${formatMoment(newest)}.`;
  return card('absent', title, [text, silence]);
}

function card(level: string, title: string, lines: readonly string[]): Markup {
  return element(
    'div',
    { class: `jw-card jw-edge-${level}`, role: 'status' },
    element('div', { class: 'jw-title' }, title),
    ...lines.map((line, index) => element('p', index === 0 ? {} : { class: 'jw-muted' }, line)),
  );
}
