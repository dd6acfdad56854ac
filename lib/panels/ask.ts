import type { Check, CheckName } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Fleet } from '../model/job.ts';
import { askCheck } from '../prometheus/ask-check.ts';
import { type PanelData, panelDataOf } from './data.ts';
import { boundsOf, boundsQuery, heatmapOf, heatmapQueries, heatmapRange } from './heatmap.ts';
import type { Panel } from './panel.ts';
import { type PrometheusReader, sharedReader } from './shared-reader.ts';

/** Unix seconds; `to` is a whole minute. */
export type Span = Readonly<{ from: number; to: number }>;

/** Asks for a custom panel's data: the heatmap's over the span, the others' at its end. */
export type AskPanel = (panel: Panel, span: Span) => Promise<PanelData>;

/** What the custom panels show of a fleet. Panels share their answers; errors pass through. */
export function panelAsker(prometheus: PrometheusReader, fleet: Fleet): AskPanel {
  const reader = sharedReader(prometheus);
  return async (panel, { from, to }) => {
    if (panel.number === 9) return askHeatmap(reader, fleet, { from, to });
    const number = minutePanel(panel);
    const [topBucketSeconds, ...answers] = await Promise.all([
      number === 10 ? topBucket(reader, fleet, to) : undefined,
      ...panel.checks.map(name => askCheck(reader, checkNamed(name), { fleet, at: to })),
    ]);
    const derived = answers.map(answer => answer.derived);
    return panelDataOf(number, { fleet, derived, at: to, topBucketSeconds });
  };
}

function minutePanel({ number }: Panel): 1 | 6 | 8 | 10 {
  if (number === 1 || number === 6 || number === 8 || number === 10) return number;
  throw new RangeError(`panel ${number} is not drawn from a minute's measurements`);
}

function checkNamed(name: CheckName): Check {
  const check = checks.find(candidate => candidate.name === name);
  if (check === undefined) throw new RangeError(`there is no check ${name}`);
  return check;
}

async function topBucket(reader: PrometheusReader, fleet: Fleet, at: number) {
  const { samples } = await reader.instant(boundsQuery(fleet), at - fleet.delaySeconds);
  return boundsOf(samples).findLast(Number.isFinite);
}

async function askHeatmap(reader: PrometheusReader, fleet: Fleet, span: Span): Promise<PanelData> {
  const to = span.to - fleet.delaySeconds;
  const range = heatmapRange(span.from - fleet.delaySeconds, to);
  const queries = heatmapQueries(fleet, range.stepSeconds);
  const [counts, bounds, watched] = await Promise.all([
    reader.range(queries.counts, range),
    reader.instant(boundsQuery(fleet), to),
    reader.range(queries.watched, range),
  ]);
  return heatmapOf(fleet, {
    range,
    counts: counts.series,
    bounds: bounds.samples,
    watched: watched.series,
  });
}
