import type { Theme } from './theme.ts';

/** Where a panel is drawn: the size in pixels that it has for itself. */
export type View = Readonly<{ theme: Theme; width: number; height: number }>;

/** Of more jobs than these a panel shows the worst. */
export const mostRows = 50;

/** The height of the line below a panel with its gap, in pixels. */
export const footHeight = 22;

/** The rows to draw, and what to say where some are left out. */
export function takeWorst<T>(rows: readonly T[]): Readonly<{ shown: readonly T[]; note?: string }> {
  if (rows.length <= mostRows) return { shown: rows };
  return {
    shown: rows.slice(0, mostRows),
    note: `The worst ${mostRows} of ${rows.length} jobs`,
  };
}
