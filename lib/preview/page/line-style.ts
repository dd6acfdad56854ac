import type { ChartSeries } from '../dashboard.ts';
import { element } from './dom.ts';

/** How a line is drawn, apart from its colour: lengths of strokes and gaps in pixels; [] is solid. */
export type LineStyle = readonly number[];

const dotted: LineStyle = [3, 3];

/** Lines of one colour for several jobs, such as the red ones, differ by their strokes. */
const byJob: readonly LineStyle[] = [[], [8, 3], [2, 3], [8, 3, 2, 3]];

export function chooseLineStyle({ variant, colour, jobIndex }: ChartSeries): LineStyle {
  if (colour !== undefined) return byJob[jobIndex % byJob.length] ?? [];
  return variant > 0 ? dotted : [];
}

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
