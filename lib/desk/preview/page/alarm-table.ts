import type { Dashboard, Episode } from '../dashboard.ts';
import { byId, element } from './dom.ts';
import { formatLength, formatMoment } from './numbers.ts';

const columns = ['From (UTC)', 'Lasted', 'Severity', 'Job', 'Alert', 'Value', 'Limit'];

/** Every stretch in ALARM of the span: what stands first, then the newest. */
export function showAlarms({ episodes, from, to }: Dashboard): void {
  if (episodes.length === 0) {
    byId('alarms').replaceChildren(
      element('p', { class: 'waiting' }, 'No alarm would have gone off.'),
    );
    return;
  }
  const heads = columns.map(name =>
    element('th', { scope: 'col', class: isNumber(name) ? 'number' : undefined }, name),
  );
  const table = element(
    'table',
    { class: 'list' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...episodes.map(episode => row(episode, from, to))),
  );
  byId('alarms').replaceChildren(table);
}

function isNumber(name: string): boolean {
  return name === 'Value' || name === 'Limit';
}

function row(episode: Episode, from: number, to: number): HTMLElement {
  const { job, alert, severity, value, limit } = episode;
  const lasted = formatLength((episode.to ?? to) - episode.from);
  return element(
    'tr',
    { class: episode.to === null ? 'standing' : undefined },
    element(
      'td',
      {},
      episode.from < from ? `before ${formatMoment(from)}` : formatMoment(episode.from),
    ),
    element('td', {}, episode.to === null ? `${lasted}, still on` : lasted),
    element('td', {}, element('span', { class: 'severity', 'data-severity': severity }, severity)),
    element('th', { scope: 'row' }, element('bdi', { title: job }, job)),
    element('td', {}, alert),
    element('td', { class: 'number' }, value),
    element('td', { class: 'number' }, limit),
  );
}
