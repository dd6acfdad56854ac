import type { Theme } from './theme.ts';

/** The size of a panel in pixels, without its surroundings. */
export type View = Readonly<{ theme: Theme; width: number; height: number }>;

/** If there are more jobs than this, a panel shows the worst. */
export const mostRows = 50;

/** The height of the line below a panel with its gap, in pixels. */
export const footHeight = 22;

/** The rows to draw, and the text if some are left out. */
export function takeWorst<T>(rows: readonly T[]): Readonly<{ shown: readonly T[]; note?: string }> {
  if (rows.length <= mostRows) return { shown: rows };
  return {
    shown: rows.slice(0, mostRows),
    note: `The worst ${mostRows} of ${rows.length} jobs`,
  };
}
