import type { Samples } from './check.ts';
import type { Fleet } from './job.ts';
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
 * after its next run; a target that is down says nothing about its jobs.
 */
export function aliveQuery(fleet: Fleet, metric: string): string {
  const { source, lookbackSeconds } = fleet;
  const job = source.labels.job;
  const series = select(source, metric);
  const known = `max_over_time((group by (${job}, job) (${series}))[${lookbackSeconds}s:30m])`;
  const up = `(${select(source, 'up')} == 1)`;
  return `group by (${job}) (${series}) or group by (${job}) (${known} and on (job) ${up})`;
}
