import { duration, heatmap, queueSizes } from './panels-load.ts';
import { executionRate, failureRate, items, overview, successRate } from './panels-runs.ts';
import { details, sinceSuccess } from './panels-state.ts';
/** The ten panels, in the original's order, titles and places. */
export const panels = [
  overview,
  successRate,
  queueSizes,
  executionRate,
  duration,
  sinceSuccess,
  items,
  failureRate,
  heatmap,
  details,
];
/** The panel of this number (1 to 10); `undefined` for any other. */
export function panelNumbered(number) {
  return panels.find(panel => panel.number === number);
}
