import type { Fleet } from '../model/job.ts';
import type { Sample, Samples } from './check.ts';
import { select } from './promql.ts';

/**
 * When Prometheus began to watch, in Unix seconds, as far as the lookback shows: the oldest sample
 * of any `up`, else of any job's executions. Without an answer it knows nothing at all.
 */
export function watchQuery(fleet: Fleet): string {
  const { source, lookbackSeconds } = fleet;
  const up = `timestamp(${select(source, 'up')})`;
  const runs = `group(${select(source, source.metrics.executions)}) * time()`;
  const oldest = (series: string, step: string) =>
    `min(min_over_time((${series})[${lookbackSeconds}s:${step}]) or ${series})`;
  return `${oldest(up, '5m')} or ${oldest(runs, '10m')}`;
}

/** The minute's answer to `watchQuery`; `undefined` where Prometheus knows nothing. */
export function watchStart(samples: Samples): number | undefined {
  return samples.watch?.[0]?.value;
}

/**
 * Jobs that the metric tells of and that can be judged now: exported at this moment, or known from
 * the lookback while a target of the same scrape job is up. A restarted process exports a job only
 * after its next run; a target that is down says nothing about its jobs. The lookback is read on a
 * grid, the last half hour whole: a process that dies of each run exports it for a scrape or two.
 * A job is told of once for each scrape job (the label `job`) that it belongs to.
 */
export function aliveQuery(fleet: Fleet, metric: string): string {
  const { source, lookbackSeconds } = fleet;
  const job = source.labels.job;
  const series = select(source, metric);
  const by = `by (${job}, job)`;
  const history = `max_over_time((group ${by} (${series}))[${lookbackSeconds}s:30m])`;
  const known = `(${history} or group ${by} (last_over_time(${series}[30m])))`;
  const up = `(${select(source, 'up')} == 1)`;
  return `group ${by} (${series}) or (${known} and on (job) ${up})`;
}

/**
 * Scrape jobs that are watched now and of which nothing was seen half a window ago: Prometheus or
 * all the targets were away. A window of which so much is unknown does not say that nothing
 * happened in it; half of it holds a run of any job, so what it does not hold later did not happen.
 */
export function unwatchedQuery(
  fleet: Fleet,
  metric: string,
  groups: readonly Readonly<{ windowSeconds: number }>[],
): string {
  const { source } = fleet;
  const series = select(source, metric);
  const seen = (at: string) => `(${select(source, 'up')}${at} == 1 or ${series}${at})`;
  const unwatched = ({ windowSeconds }: { windowSeconds: number }) => {
    const before = ` offset ${windowSeconds / 2}s`;
    const jobs = `group by (job) (${seen('')}) unless on (job) ${seen(before)}`;
    return `label_replace(${jobs}, "window", "${windowSeconds}", "", "")`;
  };
  // one question for all windows; a fleet may have none
  return groups.length === 0 ? 'vector(0) > 0' : groups.map(unwatched).join(' or ');
}

/** The jobs that are `alive` but belong only to scrape jobs that this window was not watched of. */
export function unwatchedJobs(
  fleet: Fleet,
  { alive = [], unwatched = [] }: Samples,
  windowSeconds: number,
): ReadonlySet<string> {
  const inWindow = unwatched.filter(({ labels }) => labels.window === String(windowSeconds));
  const away = new Set(inWindow.map(({ labels }) => labels.job ?? ''));
  const nameOf = ({ labels }: Sample) => labels[fleet.source.labels.job] ?? '';
  const watched = new Set(alive.filter(({ labels }) => !away.has(labels.job ?? '')).map(nameOf));
  return new Set(alive.map(nameOf).filter(name => !watched.has(name)));
}
