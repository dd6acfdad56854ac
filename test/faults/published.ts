import type { RecordingCloudWatch } from '../recording-cloudwatch.ts';

type Recorded = Pick<RecordingCloudWatch, 'series'>;

/** Keys of the metrics that speak of jobs: all but those of the checker itself. */
export function jobKeys({ series }: Recorded): string[] {
  return [...series.keys()].filter(key => !/^\["(Heartbeat|SourceReachable)"/.test(key)).sort();
}

/** What each job metric holds from one minute to another, both included. */
export function jobPoints(recorded: Recorded, from: number, to: number) {
  return Object.fromEntries(
    jobKeys(recorded).map(key => [
      key,
      (recorded.series.get(key) ?? []).filter(({ at }) => at >= from && at <= to),
    ]),
  );
}

/** The values of one metric of the checker, by minute. */
export function valuesOf({ series }: Recorded, metric: string, from: number, to: number) {
  return [...series]
    .filter(([key]) => key.startsWith(`["${metric}"`))
    .flatMap(([, points]) => points.filter(({ at }) => at >= from && at <= to))
    .map(({ value }) => value);
}
