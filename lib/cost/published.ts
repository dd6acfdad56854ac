import type { Sample } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { queriesOf } from '../checks/run.ts';
import { toData } from '../cloudwatch/datum.ts';
import { jobDimensions } from '../cloudwatch/names.ts';
import type { Fleet } from '../model/job.ts';

/** Names of the metrics that a fleet publishes at most, in the order of their checks. */
export type Published = Readonly<{
  /** By job name. */
  ofJob: ReadonlyMap<string, readonly string[]>;
  ofService: readonly string[];
  /** Metrics that each check sends in a minute, the heartbeat and the source's state left out. */
  ofCheck: readonly number[];
}>;

/**
 * A noon after every pause that a config can name, in Unix seconds: all that a pause holds back is
 * sent again, and the daily sweep of the unlisted ratios is over.
 */
const lateNoon = Date.UTC(10_000, 0, 1, 12) / 1000;

/**
 * What the checks really send for this fleet, found by asking them: each query is answered for
 * every listed job with all that a check can look at, so no list of metrics stands here beside
 * theirs.
 */
export function publishedOf(fleet: Fleet): Published {
  const rows = fleet.jobs.flatMap(job => everythingAbout(fleet, job.name));
  const names = new Map(fleet.jobs.map(({ name }) => [dimensionOf(fleet, name), name]));
  const ofJob = new Map<string, string[]>(fleet.jobs.map(({ name }) => [name, []]));
  const ofService: string[] = [];
  const ofCheck = checks.map(check => {
    const queries = Object.keys(queriesOf(check, fleet));
    const samples = Object.fromEntries(queries.map(name => [name, rows]));
    const { measurements } = check.derive(samples, fleet, lateNoon);
    const data = toData({ check, measurements, fleet, at: lateNoon });
    for (const { MetricName = '', Dimensions = [] } of data) {
      const job = Dimensions.find(({ Name }) => Name === 'Job')?.Value;
      const of = job === undefined ? ofService : ofJob.get(names.get(job) ?? '');
      of?.push(MetricName);
    }
    return data.length;
  });
  return { ofJob, ofService, ofCheck };
}

/** A success in a bucket and a failure above it: every label that a check reads is there. */
function everythingAbout({ source: { labels } }: Fleet, job: string): Sample[] {
  const success = { [labels.job]: job, [labels.status]: 'success', le: '1' };
  const failure = { [labels.job]: job, [labels.status]: 'failed', le: '+Inf' };
  return [
    { labels: success, value: 1 },
    { labels: failure, value: 2 },
  ];
}

function dimensionOf(fleet: Fleet, job: string): string {
  return jobDimensions(fleet.service, job).Job ?? '';
}
