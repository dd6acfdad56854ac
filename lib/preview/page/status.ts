import type { TimeRange } from '../../model/time-range.ts';
import type { Dashboard, DashboardFailure, JobProblem, Unjudged } from '../dashboard.ts';
import { byId, element } from './dom.ts';
import { formatClock, formatLength, formatMoment } from './numbers.ts';

/** Shows at the top of the page what is wrong now, worst first, or that nothing is. */
export function showHealth(dashboard: Dashboard): void {
  const { problems, unjudged, known, to } = dashboard;
  if (!known) verdict('unknown', `No data at ${formatClock(to)} UTC`, [note(nothingKnown)]);
  else if (problems.length > 0) showProblems(dashboard);
  else if (unjudged.length > 0) verdict('unknown', countUnjudged(unjudged), listUnjudged(unjudged));
  else verdict('good', 'All jobs are well', [note(allWell)]);
}

/** The tab's title: how many alarms are on, then the service. */
export function titlePage({ problems, service, known }: Dashboard): string {
  const count = problems.filter(({ state }) => state === 'alarm').length;
  const alarms = known && count > 0 ? `(${count}) ` : '';
  return `${alarms}${service} · Background jobs`;
}

const allWell = 'No limit is passed and no alarm is on.';

const nothingKnown = 'Prometheus answers, but has no new samples: the jobs cannot be judged.';

function showProblems(dashboard: Dashboard): void {
  const { problems, unjudged, from, to } = dashboard;
  const alarms = problems.filter(({ state }) => state === 'alarm');
  const isCritical = alarms.some(({ severity }) => severity === 'critical');
  verdict(isCritical ? 'critical' : 'warning', countProblems(alarms.length, dashboard), [
    ...problems.map(problem => chip(problem, { from, to })),
    ...listUnjudged(unjudged),
  ]);
}

/** `2 alarms on, 1 over a limit, 1 unknown`: every row of the list is counted. */
function countProblems(alarms: number, { problems, unjudged }: Dashboard): string {
  const pending = problems.length - alarms;
  return [
    ...(alarms === 0 ? [] : [`${alarms} ${alarms === 1 ? 'alarm' : 'alarms'} on`]),
    ...(pending === 0 ? [] : [`${pending} over a limit`]),
    ...(unjudged.length === 0 ? [] : [`${unjudged.length} unknown`]),
  ].join(', ');
}

function countUnjudged({ length }: readonly Unjudged[]): string {
  return length === 1 ? '1 job cannot be judged' : `${length} jobs cannot be judged`;
}

/** The last data stay and are dimmed; `since` says how long nothing has been known. */
export function showFailure({ message, since, code }: DashboardFailure): void {
  const title = code === 'no-data' ? 'No data' : 'Source unreachable';
  verdict('critical', title, [
    element(
      'li',
      { class: 'problem note' },
      element('strong', {}, `since ${formatMoment(since)} UTC`),
      element('span', { class: 'says', title: message }, message),
    ),
  ]);
}

function verdict(level: string, title: string, items: readonly HTMLElement[]): void {
  const status = byId('status');
  const head = element(
    'div',
    { class: 'verdict', 'data-level': level },
    element('strong', {}, title),
  );
  const list = element(
    'ul',
    { class: 'problems', tabindex: 0, 'aria-label': 'What is wrong' },
    ...items,
  );
  status.replaceChildren(head, list);
}

function note(text: string): HTMLElement {
  return element('li', { class: 'problem note' }, element('span', { class: 'says' }, text));
}

function listUnjudged(jobs: readonly Unjudged[]): HTMLElement[] {
  return jobs.map(({ job, reason }) =>
    element(
      'li',
      { class: 'problem', 'data-state': 'unjudged', title: `${job} cannot be judged: ${reason}` },
      element('strong', {}, element('bdi', {}, job)),
      element('span', { class: 'says' }, reason),
      element('span', { class: 'since' }, 'cannot be judged'),
    ),
  );
}

function chip(problem: JobProblem, span: TimeRange): HTMLElement {
  const { job, severity, state, text, since, alert, panel } = problem;
  const title = `${alert} of ${job}: ${text}`;
  const name = element('a', { href: `#panel-${panel}` }, element('bdi', {}, job));
  return element(
    'li',
    { class: 'problem', 'data-severity': severity, 'data-state': state, title },
    element('strong', {}, name),
    element('span', { class: 'says' }, text),
    element(
      'span',
      { class: 'since' },
      `${severity}, ${describeLength(since, span)} `,
      ...links(problem),
    ),
  );
}

function links({ queryUrl, runbookUrl, job }: JobProblem): (HTMLElement | string)[] {
  const open = (text: string, href: string) => {
    const label = `${text} of ${job}`;
    return element('a', { href, target: '_blank', rel: 'noreferrer', 'aria-label': label }, text);
  };
  const query = queryUrl === '' ? [] : ['· ', open('query', queryUrl), ' '];
  return [...query, '· ', open('runbook', runbookUrl)];
}

/** An alarm that began before the span is only followed back a little. */
function describeLength(since: number | null, { from, to }: TimeRange): string {
  if (since === null) return 'mails if it lasts';
  if (since < from) return `alarm for over ${formatLength(to - from)}`;
  return `alarm for ${formatLength(Math.max(60, to - since))}`;
}
