import type { ChartSeries } from '../chart-series.ts';

/**
 * How a line is drawn, apart from its colour: lengths of dashes and gaps in pixels; [] is solid.
 */
export type LineStyle = readonly number[];

const dotted: LineStyle = [3, 3];

/** Lines with the same colour for several jobs, such as the red ones, differ by their dashes. */
const byJob: readonly LineStyle[] = [[], [8, 3], [2, 3], [8, 3, 2, 3]];

export function chooseLineStyle({ variant, colour, jobIndex }: ChartSeries): LineStyle {
  if (colour !== undefined) return byJob[jobIndex % byJob.length] ?? [];
  return variant > 0 ? dotted : [];
}
