import type { JobCells, PanelData } from '../data.ts';
import type { Judged, Level } from '../judge.ts';
import type { SuccessState } from '../success-state.ts';
import { jobName } from './job-name.ts';
import { element, type Markup, shorten } from './markup.ts';
import { formatRate, formatSeconds } from './numbers.ts';
import { describeSuccess, summarizeSuccess } from './success-words.ts';
import { footHeight, takeWorst, type View } from './view.ts';

type Details = Pick<Extract<PanelData, { jobs: unknown }>, 'jobs'>;

const columns = [
  'Job Name',
  'Success/min',
  'Failures/min',
  'P95 Duration (s)',
  'Time Since Success (min)',
];

const headHeight = 28;

/** Below this width in pixels there is no room for the columns' names on one line. */
const tightWidth = 560;

/** The original's table: its columns, units and decimals, coloured by each job's own limits. */
export function drawDetails({ jobs }: Details, view: View): Markup {
  const { shown } = takeWorst(jobs);
  const room = (view.height - footHeight - headHeight) / Math.max(1, shown.length);
  const height = Math.floor(Math.max(26, Math.min(36, room)));
  const tight = view.width < tightWidth;
  // a break after the slash, at which browsers do not break
  const breakName = (name: string) => (tight ? name.replace('/', '/\u200b') : name);
  const heads = columns.map(name => element('th', { scope: 'col' }, breakName(name)));
  const rows = shown.map(job =>
    element(
      'tr',
      { style: `height:${height}px` },
      // a screen reader would say a blank at each place where the name may wrap
      element('th', { scope: 'row', 'aria-label': labelJob(job) }, jobName(job)),
      ...drawCells(job, tight),
    ),
  );
  return element(
    'table',
    { class: tight ? 'jw-table jw-tight' : 'jw-table' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}

function labelJob({ name, tags }: JobCells): string {
  return [shorten(name, 300), ...tags].join(', ');
}

function drawCells(job: JobCells, tight: boolean): Markup[] {
  const [successes, failures, duration, age] = job.cells;
  if (job.success.kind === 'unjudgeable' && job.cells.every(judged => judged === undefined)) {
    const text = summarizeSuccess(job.success);
    return [element('td', { class: 'jw-words jw-absent', colspan: job.cells.length }, text)];
  }
  const formatDuration = (value: number) => formatSeconds(value, job.topBoundSeconds);
  return [
    cell(successes, formatRate),
    cell(failures, formatRate),
    cell(duration, formatDuration),
    successCell(age, job.success, tight),
  ];
}

function cell(judged: Judged | undefined, format: (value: number) => string): Markup {
  if (judged === undefined) return element('td', { class: 'jw-absent' }, 'no data');
  const text = format(judged.value);
  return element('td', { class: `jw-${judged.level}` }, signs[judged.level], text);
}

/** Whole minutes, or a text if there is no such number; in a narrow table a short one. */
function successCell(judged: Judged | undefined, success: SuccessState, tight: boolean): Markup {
  if (success.kind === 'succeeded') {
    return cell(judged, value => String(Math.floor(value / 60)));
  }
  const level = judged?.level ?? 'absent';
  const sign = judged === undefined ? undefined : signs[judged.level];
  const whole = summarizeSuccess(success);
  const kind = `jw-words jw-${level}`;
  if (!tight) return element('td', { class: kind }, sign, whole);
  return element('td', { class: kind, title: whole }, sign, describeSuccess(success).headline);
}

/** Colour must not be the only sign of the level. */
const signs: Readonly<Record<Level, string | undefined>> = {
  none: undefined,
  good: undefined,
  warning: '△ ',
  critical: '▲ ',
  worst: '▲ ',
};
