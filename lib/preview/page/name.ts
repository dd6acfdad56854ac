import { splitName } from '../../panels/render/split-name.ts';
import { element } from './dom.ts';

/** A name that wraps between its parts if it has no room, but not within a word. */
export function nameElement(name: string): HTMLElement {
  const parts = splitName(name).flatMap((part, index) =>
    index === 0 ? [part] : [element('wbr'), part],
  );
  return element('bdi', { title: name }, ...parts);
}
