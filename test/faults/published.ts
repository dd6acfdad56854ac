import type { RecordingCloudWatch } from '../recording-cloudwatch.ts';

type Recorded = Pick<RecordingCloudWatch, 'series'>;

/** Keys of the metrics that speak of jobs: all but those of the checker itself. */
export function jobKeys({ series }: Recorded): string[] {
  return [...series.keys()].filter(isOfJobs).sort();
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
export function findValues({ series }: Recorded, metric: string, from: number, to: number) {
  return [...series]
    .filter(([key]) => key.startsWith(`["${metric}"`))
    .flatMap(([, points]) => points.filter(({ at }) => at >= from && at <= to))
    .map(({ value }) => value);
}

/** Minutes of job metrics, from one minute on, that were sent more than once. */
export function sentTwice({ sent }: Pick<RecordingCloudWatch, 'sent'>, from: number): string[] {
  return [...sent]
    .filter(([key, times]) => times > 1 && isOfJobs(key) && Number(key.split(' @ ').at(-1)) >= from)
    .map(([key]) => key);
}

function isOfJobs(key: string): boolean {
  return !/^\["Heartbeat"/.test(key);
}
