import { jobDimensions, namespaceFor } from '../cloudwatch/names.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { LegendStatistic, Panel, PanelSeries } from './panel.ts';
import { colourCodes, type MetricRow } from './widget-body.ts';

/** The listed jobs that have the data of a time series panel; only listed jobs publish them. */
export function listJobsWith(panel: Panel, { jobs }: Fleet): Job[] {
  return jobs.filter(job => panel.checks.every(check => job.enabled[check]));
}

/** A row for every line of every job, and hidden rows for the inputs of expressions. */
export function explicitRows(panel: Panel, fleet: Fleet): MetricRow[] {
  return listJobsWith(panel, fleet).flatMap((job, index) => {
    const hidden = hiddenRows(panel, { job, index, service: fleet.service });
    const lines = panel.series.map(series => lineRow(panel, series, { job, index, fleet }));
    return [...hidden, ...lines];
  });
}

type JobPlace = Readonly<{ job: Job; index: number; service: string }>;

function hiddenRows({ series }: Panel, { job, index, service }: JobPlace): MetricRow[] {
  const read = new Map(series.flatMap(({ expression }) => Object.entries(expression?.of ?? {})));
  return [...read].map(([name, metric]) =>
    metricRow(metric, service, { job, options: { id: `${name}${index}`, visible: false } }),
  );
}

function lineRow(
  panel: Panel,
  { metric, expression, ...series }: PanelSeries,
  { job, index, fleet }: Readonly<{ job: Job; index: number; fleet: Fleet }>,
): MetricRow {
  const label = `${seriesLabel(job.name, series.suffix)}${statisticsText(panel)}`;
  const colour = series.colour === undefined ? {} : { color: colourCodes[series.colour] };
  const options = { label, ...colour };
  if (expression === undefined) return metricRow(metric, fleet.service, { job, options });
  const names = Object.keys(expression.of);
  const text = expression.text.replace(/[a-z]+/g, word =>
    names.includes(word) ? `${word}${index}` : word,
  );
  return [{ expression: text, id: `${series.suffix}${index}`, ...options }];
}

function metricRow(
  metric: MetricName,
  service: string,
  { job, options }: Readonly<{ job: Job; options: Readonly<Record<string, unknown>> }>,
): MetricRow {
  const dimensions = Object.entries(jobDimensions(job.name)).flat();
  return [namespaceFor(service), metric, ...dimensions, options];
}

/** Longer names would push the numbers out of the legend. */
const longestName = 60;

/**
 * `clip_sync (failed)`. A job's name is any text. Characters that CloudWatch would read as a
 * placeholder, and those that are invisible or change the direction of the line, are replaced.
 */
function seriesLabel(job: string, suffix: string | undefined): string {
  const plain = job.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD').replaceAll('${', '$ {');
  const characters = [...(plain.trim() === '' ? '(no name)' : plain)];
  const name =
    characters.length > longestName
      ? `${characters.slice(0, longestName - 1).join('')}…`
      : characters.join('');
  return suffix === undefined ? name : `${name} (${suffix})`;
}

const liveValues: Readonly<Record<LegendStatistic, string>> = {
  last: 'LAST',
  mean: 'AVG',
  max: 'MAX',
  total: 'SUM',
};

/** The original's legend columns as values that CloudWatch fills in. */
export function statisticsText({ legend }: Panel): string {
  const statistics = legend?.statistics ?? [];
  return statistics.map(statistic => ` · ${statistic} \${${liveValues[statistic]}}`).join('');
}
