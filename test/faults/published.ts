import type { RecordingCloudWatch } from '../recording-cloudwatch.ts';

type Recorded = Pick<RecordingCloudWatch, 'series'>;

/** Lists the keys of job metrics: all except Jobwatch's own. */
function jobKeys({ series }: Recorded): string[] {
  return [...series.keys()].filter(isOfJobs).sort();
}

/** Gives the datapoints of each job metric between two minutes, including both. */
export function jobPoints(recorded: Recorded, from: number, to: number) {
  return Object.fromEntries(
    jobKeys(recorded).map(key => [
      key,
      (recorded.series.get(key) ?? []).filter(({ at }) => at >= from && at <= to),
    ]),
  );
}

/** Finds the values of one of Jobwatch's own metrics, ordered by minute. */
export function findValues({ series }: Recorded, metric: string, from: number, to: number) {
  return [...series]
    .filter(([key]) => key.startsWith(`["${metric}"`))
    .flatMap(([, points]) => points.filter(({ at }) => at >= from && at <= to))
    .map(({ value }) => value);
}

/** Lists datapoints of job metrics, from a minute on, that were sent more than once. */
export function sentTwice({ sent }: Pick<RecordingCloudWatch, 'sent'>, from: number): string[] {
  return [...sent]
    .filter(([key, times]) => times > 1 && isOfJobs(key) && Number(key.split(' @ ').at(-1)) >= from)
    .map(([key]) => key);
}

function isOfJobs(key: string): boolean {
  return !/^\["Heartbeat"/.test(key);
}
