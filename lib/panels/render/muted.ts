import type { Muted } from '../muted.ts';
import { element, type Markup, shorten } from './markup.ts';
import { formatMoment } from './numbers.ts';
import { takeWorst } from './view.ts';

/** Longest text of a cell, in characters: a person wrote it. */
const longest = 200;

const columns = ['Jobs', 'Until', 'Reason', 'By'];

/** What is muted, as a table; a sentence if nothing is. */
export function drawMuted(muted: readonly Muted[]): Markup {
  if (muted.length === 0) return element('p', { class: 'jw-muted' }, 'Nothing is muted.');
  const heads = columns.map(name => element('th', { scope: 'col' }, name));
  const rows = takeWorst(muted).shown.map(({ jobs, until, reason, who }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, shorten(jobs.join(', '), longest)),
      ...[formatMoment(until), reason, who ?? 'maintenance'].map(text =>
        element('td', { class: 'jw-words' }, shorten(text, longest)),
      ),
    ),
  );
  return element(
    'table',
    { class: 'jw-table' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}
