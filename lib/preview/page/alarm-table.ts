import type { AlarmEpisode, Dashboard } from '../dashboard.ts';
import { byId, element } from './dom.ts';
import { nameElement } from './name.ts';
import { formatLength, formatMoment } from './numbers.ts';

const columns = ['Severity', 'Job', 'Alert', 'From (UTC)', 'Lasted', 'Worst', 'Limit'];

const noAlarm = 'No alarm would have gone off.';

const nothingKnown = 'Nothing is known of the jobs, so nothing can be said of their alarms.';

/** Every time in ALARM of the span: first those that are still on, then the newest. */
export function showAlarms({ episodes, from, to, known }: Dashboard): void {
  if (episodes.length === 0) {
    byId('alarms').replaceChildren(
      element('p', { class: 'waiting' }, known ? noAlarm : nothingKnown),
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
  return name === 'Worst' || name === 'Limit';
}

function row(episode: AlarmEpisode, from: number, to: number): HTMLElement {
  const { job, alert, severity, value, limit } = episode;
  // an alarm that began before the span is only followed back a little
  const isOlder = episode.from < from;
  const seen = formatLength((episode.to ?? to) - Math.max(from, episode.from));
  const lasted = isOlder ? `over ${seen}` : seen;
  return element(
    'tr',
    { class: episode.to === null ? 'standing' : undefined },
    element('td', {}, element('span', { class: 'severity', 'data-severity': severity }, severity)),
    element('th', { scope: 'row', 'aria-label': job }, nameElement(job)),
    element('td', {}, alert),
    element(
      'td',
      { 'data-label': 'From' },
      isOlder ? `before ${formatMoment(from)}` : formatMoment(episode.from),
    ),
    element('td', { 'data-label': 'Lasted' }, episode.to === null ? `${lasted}, still on` : lasted),
    element('td', { class: 'number', 'data-label': 'Worst' }, value),
    element('td', { class: 'number', 'data-label': 'Limit' }, limit),
  );
}
