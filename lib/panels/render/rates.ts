import type { JobCells, PanelData } from '../data.ts';
import { jobName } from './job-name.ts';
import { element, type Markup } from './markup.ts';
import { formatPercent } from './numbers.ts';
import { footHeight, takeWorst, type View } from './view.ts';

type Rates = Pick<Extract<PanelData, { jobs: unknown }>, 'jobs'>;

/** Lowest row whose name may wrap to a second line, in pixels. */
const wrappingHeight = 34;

/** A bar per job from 0 to 100 %, with a tick at its own warning limit. */
export function drawRates({ jobs }: Rates, view: View): Markup {
  const { shown } = takeWorst(jobs);
  const room = Math.floor((view.height - footHeight) / Math.max(1, shown.length)) - 4;
  const height = Math.max(20, Math.min(42, room));
  const style = `grid-auto-rows:${height}px`;
  const kind = height >= wrappingHeight ? 'jw-bars jw-wrapping' : 'jw-bars';
  return element('div', { class: kind, style }, ...shown.map(bar));
}

function bar(job: JobCells): Markup {
  const [rate] = job.cells;
  const level = rate?.level ?? 'absent';
  const width = Math.min(100, Math.max(0, rate?.value ?? 0));
  const limit = Math.min(100, job.warningLimit);
  return element(
    'div',
    { class: 'jw-bar' },
    jobName(job),
    element(
      'div',
      { class: `jw-track${rate === undefined ? ' jw-absent' : ''}`, title: `limit ${limit} %` },
      width > 0
        ? element('div', { class: `jw-fill jw-mark-${level}`, style: `width:${width.toFixed(2)}%` })
        : undefined,
      element('div', { class: 'jw-limit', style: `left:${limit.toFixed(2)}%` }),
    ),
    element(
      'div',
      { class: `jw-value jw-${level}` },
      rate === undefined ? 'no data' : formatPercent(rate.value),
    ),
  );
}
