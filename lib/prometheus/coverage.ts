import { findAnchor, findHorizon } from '../checks/horizon.ts';
import type { Fleet, Job } from '../model/job.ts';

const HOUR = 3600;

/**
 * How far back samples are read of all jobs alike: a day and a half of a small fleet; of a large one
 * what its quick jobs need. What slower jobs need before that is read on a coarse grid.
 */
const fineSeconds = { small: 34 * HOUR, large: 14 * HOUR } as const;
const smallFleet = 100;

/** From when the samples of all jobs are needed to judge from `from` on, Unix seconds. */
export function shallowFrom(fleet: Fleet, source: string, from: number): number {
  const jobs = fleet.jobs.filter(job => job.source === source);
  const limit = jobs.length <= smallFleet ? fineSeconds.small : fineSeconds.large;
  const needs = jobs.map(job => findAnchor(findHorizon(job, from), from));
  return Math.max(from - limit, Math.min(from - unlistedSeconds, ...needs));
}

/** What an unlisted job is judged by, unless it turns out to run rarely. */
const unlistedSeconds = 8 * HOUR;

/** Jobs that need more than has been read of all: from when to when, and whether sample by sample. */
export type Deep = Readonly<{
  names: readonly string[];
  from: number;
  to: number;
  isFine: boolean;
}>;

/** What the jobs need that lies before `before`, Unix seconds: what is read finely, then the rest. */
export function planDeep(jobs: readonly Job[], at: number, before: number): readonly Deep[] {
  const needs = jobs
    .map(job => ({ name: job.seriesName, from: findAnchor(findHorizon(job, at), at) }))
    .filter(({ from }) => from < before);
  const limit = jobs.length <= smallFleet ? fineSeconds.small : fineSeconds.large;
  const fineFrom = Math.min(before, at - limit);
  const plan = (from: number, to: number, isFine: boolean): Deep[] => {
    const names = needs.filter(need => need.from < to).map(({ name }) => name);
    const first = Math.max(from, Math.min(...needs.map(need => need.from)));
    return names.length === 0 || first >= to ? [] : [{ names, from: first, to, isFine }];
  };
  return [...plan(fineFrom, before, true), ...plan(Number.NEGATIVE_INFINITY, fineFrom, false)];
}
