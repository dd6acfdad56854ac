import type { Panel } from '../../panels/panel.ts';
import { panels } from '../../panels/panels.ts';
import { element } from './dom.ts';

/** A panel's place on the page: charts and gauge draw into `body`, `legend` is below or beside. */
export type Frame = Readonly<{
  panel: Panel;
  section: HTMLElement;
  body: HTMLElement;
  legend: HTMLElement | undefined;
}>;

/** The ten panels' frames at the original's places, before there is any data. */
export function buildFrames(grid: HTMLElement): readonly Frame[] {
  const frames = panels.map(buildFrame);
  grid.replaceChildren(...frames.map(({ section }) => section));
  return frames;
}

function buildFrame(panel: Panel): Frame {
  const { number, title, place, kind, legend } = panel;
  const unit = kind === 'timeseries' ? units[panel.unit] : undefined;
  const heading = element(
    'h2',
    { id: `title-${number}`, title: panel.ours },
    title,
    unit === undefined ? undefined : element('span', { class: 'unit' }, ` ${unit}`),
  );
  const body = element(
    'div',
    { class: 'body', ...scrollable(panel) },
    element('p', { class: 'waiting' }, 'Reading …'),
  );
  const table =
    legend === undefined
      ? undefined
      : element('div', { class: 'legend scroll', ...region(`${title}: values`) });
  const section = element(
    'section',
    {
      id: `panel-${number}`,
      class: `panel ${kind} ${legend === undefined ? '' : `legend-${legend.place}`}`,
      'data-panel': number,
      'aria-labelledby': `title-${number}`,
    },
    heading,
    element('div', { class: 'content' }, body, table),
  );
  section.style.setProperty('--x', String(place.x + 1));
  section.style.setProperty('--y', String(place.y + 1));
  section.style.setProperty('--width', String(place.width));
  section.style.setProperty('--height', String(place.height));
  return { panel, section, body, legend: table };
}

/** The unit of a chart's axis, if its ticks do not include it. */
const units: Readonly<Partial<Record<Panel['unit'], string>>> = {
  'per minute': 'per minute',
  entries: 'entries',
};

/** The custom panels may be longer than their room, so the keyboard can reach and scroll them. */
function scrollable({ widget, title }: Panel) {
  return widget === 'custom' ? region(`${title}: content`) : {};
}

/** Attributes of a scrollable part, by which the keyboard and a screen reader find it. */
export function region(label: string) {
  return { tabindex: 0, role: 'region', 'aria-label': label };
}

/** The custom panels' size in pixels, in the server's format. */
export function listSizes(frames: readonly Frame[]): string {
  return frames
    .filter(({ panel }) => panel.widget === 'custom')
    .map(({ panel, body }) => `${panel.number}:${body.clientWidth}x${body.clientHeight}`)
    .join(',');
}
