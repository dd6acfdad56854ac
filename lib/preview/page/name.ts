import { splitName } from '../../panels/render/split-name.ts';
import { element } from './dom.ts';

/** A name that is broken between its parts where it has no room, and not within a word. */
export function nameElement(name: string): HTMLElement {
  const parts = splitName(name).map(part => element('span', {}, part));
  return element('bdi', { class: 'name', title: name }, ...parts);
}
