import type { JobCells, PanelData } from '../data.ts';
import type { Judged, Level } from '../judge.ts';
import { jobName } from './job-name.ts';
import { element, type Markup } from './markup.ts';
import { formatRate, formatSeconds } from './numbers.ts';
import { footHeight, type View, worstOf } from './view.ts';

type Details = Extract<PanelData, { kind: 'details' }>;

const columns = [
  'Job Name',
  'Success/min',
  'Failures/min',
  'P95 Duration (s)',
  'Time Since Success (min)',
];

const headHeight = 28;

/** Below this width in pixels the columns' names have no room on a line. */
const tightWidth = 560;

/** The original's table: its columns, units and decimals, coloured by each job's own limits. */
export function drawDetails(data: Details, view: View): Markup {
  const { shown } = worstOf(data.jobs);
  const room = (view.height - footHeight - headHeight) / Math.max(1, shown.length);
  const height = Math.floor(Math.max(26, Math.min(36, room)));
  const formats = [
    formatRate,
    formatRate,
    (value: number) => formatSeconds(value, data.topBucketSeconds),
    (value: number) => String(Math.floor(value / 60)),
  ];
  const tight = view.width < tightWidth;
  // a break after the slash, which browsers leave whole
  const nameOf = (name: string) => (tight ? name.replace('/', '/\u200b') : name);
  const heads = columns.map(name => element('th', { scope: 'col' }, nameOf(name)));
  const rows = shown.map(job =>
    element(
      'tr',
      { style: `height:${height}px` },
      element('th', { scope: 'row' }, jobName(job)),
      ...cellsOf(job, formats),
    ),
  );
  return element(
    'table',
    { class: tight ? 'jw-table jw-tight' : 'jw-table' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}

function cellsOf(job: JobCells, formats: readonly ((value: number) => string)[]): Markup[] {
  return formats.map((format, index) => cell(job.cells[index], format));
}

function cell(judged: Judged | undefined, format: (value: number) => string): Markup {
  if (judged === undefined) return element('td', { class: 'jw-absent' }, 'no data');
  const text = format(judged.value);
  return element('td', { class: `jw-${judged.level}` }, signs[judged.level], text);
}

/** Colour alone must not carry the judgement. */
const signs: Readonly<Record<Level, string | undefined>> = {
  none: undefined,
  good: undefined,
  warning: '△ ',
  critical: '▲ ',
  worst: '▲ ',
};
