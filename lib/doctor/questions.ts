import { countEvents } from '../checks/counters.ts';
import { watchQuery } from '../checks/presence.ts';
import { matchJobs, select } from '../checks/promql.ts';
import type { Fleet } from '../model/job.ts';
import type { MetricKey } from './evidence.ts';

const day = 86_400;

/** A stamp further ahead is ignored by the staleness check. */
const toleratedAheadSeconds = 300;

/** The span in which scrapes are counted: at the slowest that is of use there are six in it. */
export const scrapeCountSeconds = 1800;

/** What doctor asks besides the series themselves. */
export type QuestionName =
  | 'up'
  | 'scrapes'
  | 'watch'
  | 'newest'
  | 'runs in a day'
  | 'runs in three days'
  | 'gaps'
  | 'stamps';

/** The questions for a fleet with their PromQL; one that no job needs is left out. */
export function questionsFor(fleet: Fleet): readonly (readonly [QuestionName, string])[] {
  const { source, lookbackSeconds } = fleet;
  const up = select(source, 'up');
  const runs = select(source, source.metrics.executions);
  const scrapesOf = (series: string, and = '') =>
    `min(count_over_time(${series}[${scrapeCountSeconds}s]) and ${series} offset ${scrapeCountSeconds}s${and})`;
  return [
    ['up', `count(max_over_time((group(${up}))[${lookbackSeconds}s:5m]))`],
    ['scrapes', `${scrapesOf(up, ` and on (job, instance) ${runs}`)} or ${scrapesOf(runs)}`],
    ['watch', watchQuery(fleet)],
    ['newest', `max(max_over_time(timestamp(${runs})[1h:1m]))`],
    ['runs in a day', runsQuery(fleet, day)],
    ...(fleet.jobs.some(isSlow)
      ? [['runs in three days', runsQuery(fleet, 3 * day)] as const]
      : []),
    ['gaps', gapQuery(fleet)],
    ['stamps', stampQuery(fleet)],
  ];
}

/** Runs too rarely to be judged by one day. */
export function isSlow({ intervalSeconds }: Readonly<{ intervalSeconds: number | undefined }>) {
  return intervalSeconds !== undefined && intervalSeconds > day / 4;
}

/**
 * The label sets of a metric in the lookback. Buckets are ten times as many, and stay as long as
 * their process: a coarser grid finds them.
 */
export function seriesQuery({ source, lookbackSeconds }: Fleet, key: MetricKey): string {
  const { job, status } = source.labels;
  const metric = source.metrics[key];
  if (key === 'duration') {
    const buckets = select(source, `${metric}_bucket`);
    return `group by (${job}, le) (max_over_time((group by (${job}, le) (${buckets}))[${lookbackSeconds}s:30m]) or ${buckets})`;
  }
  const by = key === 'executions' || key === 'items' ? `${job}, ${status}` : job;
  const series = `last_over_time(${select(source, metric)}[5m])`;
  return `max_over_time((group by (${by}) (${series}))[${lookbackSeconds}s:5m])`;
}

function runsQuery({ source }: Fleet, windowSeconds: number): string {
  const metric = source.metrics.executions;
  return countEvents(source, { metric, matchers: [], windowSeconds, by: [source.labels.job] });
}

/** From minute to minute, the step by which a job's newest stamp grew; the longest of the steps. */
function gapQuery({ source, jobs, lookbackSeconds }: Fleet): string {
  const names = jobs.map(job => job.name);
  const series = select(source, source.metrics.lastSuccess, [matchJobs(source, names, 'others')]);
  const newest = (offset: string) =>
    `max by (${source.labels.job}) (last_over_time(${series}[5m]${offset}) > 0 <= time() + ${toleratedAheadSeconds})`;
  return `max_over_time((${newest('')} - ${newest(' offset 1m')} > 0)[${lookbackSeconds}s:1m])`;
}

function stampQuery({ source }: Fleet): string {
  const stamps = select(source, source.metrics.lastSuccess);
  const by = `max by (${source.labels.job})`;
  return `${by} (${stamps} > time() + ${toleratedAheadSeconds}) or ${by} (${stamps} <= 0)`;
}
