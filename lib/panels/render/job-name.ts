import type { JobCells } from '../data.ts';
import { element, type Markup, shorten, wordBreak } from './markup.ts';
import { splitName } from './split-name.ts';

/** A job's name, which the layout may cut, with its tags; the tooltip has the whole name. */
export function jobName({ name, tags }: Pick<JobCells, 'name' | 'tags'>): Markup {
  const shown = name.trim() === '' ? '(no name)' : shorten(name, 80);
  const marks = tags.map(tag => element('span', { class: 'jw-tag' }, tag));
  const title = shorten(name, 300);
  const text = splitName(shown).flatMap((part, index) =>
    index === 0 ? [part] : [wordBreak, part],
  );
  return element('div', { class: 'jw-name', title }, element('bdi', {}, ...text), ...marks);
}
