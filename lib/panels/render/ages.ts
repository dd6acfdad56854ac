import type { JobCells, PanelData } from '../data.ts';
import type { Level } from '../judge.ts';
import type { SuccessState } from '../success-state.ts';
import { jobName } from './job-name.ts';
import { element, type Markup } from './markup.ts';
import { formatPanelAge } from './numbers.ts';
import { describeSuccess } from './success-words.ts';
import { footHeight, takeWorst, type View } from './view.ts';

type Jobs = Extract<PanelData, { jobs: unknown }>;

/** Narrowest tile in which a name of 22 letters is readable, and lowest tile with three lines. */
const tile = { width: 176, height: 66, rowHeight: 30, gap: 8 };

/** Lowest tile whose last line may wrap to a second one. */
const wrappingHeight = 84;

/** A tile per job: how long ago it last succeeded, against its own limit. */
export function drawAges({ jobs }: Pick<Jobs, 'jobs'>, view: View): Markup {
  const { shown } = takeWorst(jobs);
  const fitting = Math.max(1, Math.floor((view.width + tile.gap) / (tile.width + tile.gap)));
  const rows = Math.ceil(shown.length / fitting);
  const columns = Math.max(1, Math.ceil(shown.length / rows));
  const room = (view.height - footHeight + tile.gap) / rows - tile.gap;
  const roomy = room >= tile.height;
  const height = Math.round(roomy ? Math.min(room, 160) : Math.max(tile.rowHeight, room));
  const style = `grid-template-columns:repeat(${columns},minmax(0,1fr));grid-auto-rows:${height}px`;
  const kind = height >= wrappingHeight ? 'jw-tiles jw-wrapping' : 'jw-tiles';
  return element('div', { class: kind, style }, ...shown.map(job => ageTile(job, roomy)));
}

function ageTile(job: JobCells, roomy: boolean): Markup {
  const level = job.cells[0]?.level ?? 'absent';
  const { headline, detail } = describeSuccess(job.success);
  const limit = describeLimit(level, job);
  const explained = [...job.tags, detail, limit].filter(text => text !== undefined).join(' · ');
  const title = `${job.name}: ${headline} · ${explained}`;
  return element(
    'div',
    { class: `jw-tile jw-${level} jw-edge-${level}${roomy ? '' : ' jw-row-tile'}`, title },
    jobName({ name: job.name, tags: [] }),
    element(
      'div',
      { class: 'jw-big', style: `font-size:${chooseSize(job.success, roomy)}px` },
      headline,
    ),
    element('div', { class: 'jw-small jw-muted' }, explained),
  );
}

/** Words need more room than an age. */
function chooseSize({ kind }: SuccessState, roomy: boolean): number {
  if (kind === 'unjudgeable') return roomy ? 16 : 13;
  if (!roomy) return 15;
  return kind === 'overdue' ? 20 : 26;
}

function describeLimit(
  level: Level | 'absent',
  { warningLimit, success }: JobCells,
): string | undefined {
  if (success.kind === 'unjudgeable') return undefined;
  const limit = formatPanelAge(warningLimit);
  if (success.kind === 'overdue') return `limit ${limit}`;
  if (level === 'critical') return `very late: limit ${limit}`;
  if (level === 'warning') return `late: limit ${limit}`;
  return success.kind === 'succeeded' && success.nextDue !== undefined
    ? undefined
    : `late after ${limit}`;
}
