import type { JobCells, PanelData } from '../data.ts';
import type { Level } from '../judge.ts';
import { jobName } from './job-name.ts';
import { element, type Markup } from './markup.ts';
import { formatAge } from './numbers.ts';
import { footHeight, type View, worstOf } from './view.ts';

type Ages = Extract<PanelData, { kind: 'ages' | 'rates' }>;

/** Narrowest tile in which a name of 22 letters can be read, and lowest one with three lines. */
const tile = { width: 176, height: 66, rowHeight: 30, gap: 8 };

/** A tile a job: how long ago it last succeeded, against its own limit. */
export function drawAges({ jobs }: Ages, view: View): Markup {
  const { shown } = worstOf(jobs);
  const fitting = Math.max(1, Math.floor((view.width + tile.gap) / (tile.width + tile.gap)));
  const rows = Math.ceil(shown.length / fitting);
  const columns = Math.max(1, Math.ceil(shown.length / rows));
  const room = (view.height - footHeight + tile.gap) / rows - tile.gap;
  const roomy = room >= tile.height;
  const height = Math.round(roomy ? Math.min(room, 160) : Math.max(tile.rowHeight, room));
  const style = `grid-template-columns:repeat(${columns},minmax(0,1fr));grid-auto-rows:${height}px`;
  return element('div', { class: 'jw-tiles', style }, ...shown.map(job => ageTile(job, roomy)));
}

function ageTile(job: JobCells, roomy: boolean): Markup {
  const [age] = job.cells;
  const level = age?.level ?? 'absent';
  const told = age === undefined ? 'no success known yet' : limitText(age.level, job);
  const detail = [...job.tags, told].join(' · ');
  const pixels = age === undefined ? 16 : roomy ? 26 : 15;
  return element(
    'div',
    { class: `jw-tile jw-${level} jw-edge-${level}${roomy ? '' : ' jw-row-tile'}`, title: detail },
    jobName({ name: job.name, tags: [] }),
    element(
      'div',
      { class: 'jw-big', style: `font-size:${pixels}px` },
      age === undefined ? 'no data' : formatAge(age.value),
    ),
    element('div', { class: 'jw-small jw-muted' }, detail),
  );
}

function limitText(level: Level, { warningLimit }: JobCells): string {
  const limit = formatAge(warningLimit);
  if (level === 'critical') return `very late: limit ${limit}`;
  return level === 'warning' ? `late: limit ${limit}` : `late after ${limit}`;
}
