import { byId, element } from './dom.ts';
import { formatClock, formatLength, formatMoment } from './numbers.ts';
/** Says at the head of the page what is wrong now, worst first, or that nothing is. */
export function showStatus({ troubles, known, from, to }) {
  if (!known) verdict('unknown', `No data at ${formatClock(to)} UTC`, [note(nothingKnown)]);
  else if (troubles.length === 0) verdict('good', 'All jobs are well', [note(allWell)]);
  else showTroubles(troubles, { from, to });
}
const allWell = 'No limit is passed and no alarm is on.';
const nothingKnown =
  'Prometheus answers, but knows neither a job nor a target: nothing can be said of the jobs.';
function showTroubles(troubles, span) {
  const alarms = troubles.filter(({ state }) => state === 'alarm');
  const isCritical = alarms.some(({ severity }) => severity === 'critical');
  const noun = alarms.length === 1 ? 'alarm' : 'alarms';
  const title =
    alarms.length === 0 ? `${troubles.length} over a limit` : `${alarms.length} ${noun} on`;
  verdict(
    isCritical ? 'critical' : 'warning',
    title,
    troubles.map(trouble => chip(trouble, span)),
  );
}
/** The last picture stays and is dimmed; `since` says how long nothing has been known. */
export function showFailure({ message, since, code }) {
  const title = code === 'no-data' ? 'No data' : 'Source unreachable';
  verdict('critical', title, [
    element(
      'li',
      { class: 'trouble note' },
      element('strong', {}, `since ${formatMoment(since)} UTC`),
      element('span', { class: 'says', title: message }, message),
    ),
  ]);
}
function verdict(level, title, items) {
  const status = byId('status');
  const head = element(
    'div',
    { class: 'verdict', 'data-level': level },
    element('strong', {}, title),
  );
  status.replaceChildren(head, element('ol', { class: 'troubles', tabindex: 0 }, ...items));
}
function note(text) {
  return element('li', { class: 'trouble note' }, element('span', { class: 'says' }, text));
}
function chip({ job, severity, state, says, since, alert }, span) {
  const title = `${alert} of ${job}`;
  return element(
    'li',
    { class: 'trouble', 'data-severity': severity, 'data-state': state, title },
    element('strong', {}, element('bdi', {}, job)),
    element('span', { class: 'says' }, says),
    element('span', { class: 'since' }, `${severity}, ${lasting(since, span)}`),
  );
}
/** What had begun before the span is followed back a little only. */
function lasting(since, { from, to }) {
  if (since === null) return 'not yet long enough to mail';
  if (since < from) return `alarm for over ${formatLength(to - from)}`;
  return `alarm for ${formatLength(Math.max(60, to - since))}`;
}
