import type { PanelData } from '../data.ts';
import type { Judged } from '../judge.ts';
import { element, type Markup, shorten } from './markup.ts';
import { formatRate } from './numbers.ts';
import { footHeight, type View } from './view.ts';

type Totals = Extract<PanelData, { kind: 'totals' }>;

/** Two large numbers side by side: successes and failures a minute. */
export function drawTotals(data: Totals, view: View): Markup {
  const { successesPerMinute, failuresPerMinute } = data;
  const none = 'no job fails in its window';
  const failing = failuresPerMinute === undefined ? '' : failingText(data) || none;
  const style = `grid-template-columns:repeat(2,minmax(0,1fr));height:${view.height - footHeight}px`;
  return element(
    'div',
    { class: 'jw-tiles', style },
    bigTile('Success/min', successesPerMinute, 'all jobs together', view),
    bigTile('Failures/min', failuresPerMinute, failing, view),
  );
}

function failingText({ failing }: Totals): string {
  const most = 4;
  const named = failing
    .slice(0, most)
    .map(({ name, perMinute }) => `${shorten(name, 40)} ${formatRate(perMinute)}`);
  const more = failing.length > most ? [`${failing.length - most} more`] : [];
  return [...named, ...more].join(', ');
}

function bigTile(label: string, judged: Judged | undefined, detail: string, view: View): Markup {
  const level = judged?.level ?? 'absent';
  const pixels = Math.round(Math.max(18, Math.min(52, (view.height - footHeight - 52) * 0.95)));
  return element(
    'div',
    { class: `jw-tile jw-${level} jw-edge-${level}` },
    element('div', { class: 'jw-small jw-muted' }, label),
    element(
      'div',
      { class: 'jw-big', style: `font-size:${judged === undefined ? 20 : pixels}px` },
      judged === undefined ? 'no data' : formatRate(judged.value),
    ),
    element('div', { class: 'jw-small jw-muted', title: detail }, detail),
  );
}
