import { namespaceFor } from '../cloudwatch/names.ts';
import type { MetricName } from '../model/measurement.ts';
import type { Panel } from './panel.ts';
import { statisticsText } from './series-rows.ts';
import { colourCodes, type MetricRow } from './widget-body.ts';

/** As many jobs as the custom panels show. */
const mostLines = 50;

/** A line for each of the jobs with the largest values, if there is no room for a row per job. */
export function searchRows(panel: Panel, service: string): MetricRow[] {
  return listSearches(panel).map(({ metric, suffix, colour, axis }, index) => {
    const search = `SEARCH('{${namespaceFor(service)},Job} MetricName="${metric}"', 'Maximum', 300)`;
    const name = `\${PROP('Dim.Job')}${suffix === undefined ? '' : ` (${suffix})`}`;
    return [
      {
        expression: `SORT(${search}, MAX, DESC, ${mostLines})`,
        id: `search${index}`,
        label: `${name}${statisticsText(panel)}`,
        ...(colour === undefined ? {} : { color: colourCodes[colour] }),
        ...(axis === 'right' ? { yAxis: axis } : {}),
      },
    ];
  });
}

type Searched = Readonly<{
  metric: MetricName;
  suffix: string | undefined;
  colour?: 'red' | 'yellow' | 'green' | 'darkRed' | undefined;
  axis?: 'left' | 'right';
}>;

/**
 * An expression of two metrics per job cannot use two searches, because their series would be
 * paired by order. In that case the metrics themselves are drawn, with the rate in percent on the
 * right.
 */
function listSearches({ series }: Panel): Searched[] {
  if (series.every(({ expression }) => expression === undefined)) {
    return series.map(({ metric, suffix, colour }) => ({ metric, suffix, colour }));
  }
  return [
    { metric: 'RunsPerMinute', suffix: 'runs' },
    { metric: 'FailureRatePercent', suffix: 'failed, %', colour: 'red', axis: 'right' },
  ];
}
