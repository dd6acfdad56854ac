import type { JobCells } from '../data.ts';
import { element, type Markup, shorten } from './markup.ts';

/** A job's name, which the layout may cut, with its tags; the whole of it is its tooltip. */
export function jobName({ name, tags }: Pick<JobCells, 'name' | 'tags'>): Markup {
  const shown = name.trim() === '' ? '(no name)' : shorten(name, 80);
  const marks = tags.map(tag => element('span', { class: 'jw-tag' }, tag));
  const title = shorten(name, 300);
  return element('div', { class: 'jw-name', title }, element('bdi', {}, shown), ...marks);
}
