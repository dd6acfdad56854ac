import type { LineStyle } from '../../panels/render/line-style.ts';
import { element } from './dom.ts';

/** A sample of a line for a legend. */
export function drawSwatch(colour: string, style: LineStyle): HTMLElement {
  const swatch = element('i', { class: 'swatch' });
  swatch.style.setProperty('--stroke', style.length === 0 ? colour : pattern(colour, style));
  return swatch;
}

function pattern(colour: string, style: LineStyle): string {
  let end = 0;
  const stops = style.map((length, index) => {
    const start = end;
    end += length;
    return `${index % 2 === 0 ? colour : 'transparent'} ${start}px ${end}px`;
  });
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}
