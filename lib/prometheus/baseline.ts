import { longestLimit } from '../checks/horizon.ts';
import type { SourceHistory } from '../history/history.ts';
import { toleratedAheadSeconds } from '../history/stamps.ts';
import { rememberSuccess, touchJob } from '../history/store.ts';
import type { Job } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { nameJob } from '../sources/ingest.ts';
import { matchNames } from '../sources/names.ts';
import { askNewestStamp, countKnownTargets } from '../sources/past.ts';
import { splitNames } from '../sources/split-names.ts';
import type { Prometheus } from './client.ts';

/** This much is added to the longest limit, so that a job just past it still has an age. */
const marginSeconds = 2 * 3600;

const points = 200;

/**
 * The newest success before a time, from the timestamps of the whole time that the job's limits
 * look back. A process that is gone no longer exports one, and the samples that are read cover a
 * shorter time.
 */
export async function readBaseline(
  client: Pick<Prometheus, 'instant'>,
  { source, store }: SourceHistory,
  { jobs, at }: Readonly<{ jobs: readonly Job[]; at: number }>,
): Promise<void> {
  const unitSeconds = source.lastSuccess?.unitSeconds ?? 1;
  for (const [seconds, group] of Map.groupBy(jobs, job => longestLimit(job) + marginSeconds)) {
    for (const names of splitNames(
      source,
      group.map(job => job.seriesName),
    )) {
      const matchers = names === undefined ? [] : matchNames(source, names);
      const promql = askNewestStamp(source, matchers, seconds);
      if (promql === undefined) return;
      const { samples } = await client.instant(promql, at);
      for (const { labels, value } of samples) {
        const name = nameJob(source, labels);
        const isPast = value > 0 && value * unitSeconds <= at + toleratedAheadSeconds;
        if (name === undefined || !isPast) continue;
        rememberSuccess(touchJob(store, name), { at, time: value * unitSeconds });
      }
    }
  }
}

/**
 * Since when Prometheus has watched the source, within a range; on a coarse grid, so that it costs
 * little.
 */
export async function readWatchedFrom(
  client: Pick<Prometheus, 'range'>,
  { source, store }: SourceHistory,
  { from, to }: TimeRange,
): Promise<void> {
  const step = Math.ceil((to - from) / points / 60) * 60;
  if (step <= 0) return;
  const range = { from, to, stepSeconds: step };
  const { series } = await client.range(countKnownTargets(source), range);
  const first = series[0]?.times[0];
  if (first !== undefined) store.watchedFrom = Math.min(first, store.watchedFrom ?? first);
}
