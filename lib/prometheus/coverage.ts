import { findAnchor, findHorizon } from '../checks/horizon.ts';
import type { Fleet, Job } from '../model/job.ts';

const HOUR = 3600;

/** What is read of every job at once; quick jobs need no more. */
const shallowSeconds = 14 * HOUR;

/** What is read sample by sample; slower jobs are known by a coarse grid before that. */
const fineSeconds = 34 * HOUR;

/** Names of jobs in one query, in characters of PromQL. */
const longestNames = 3000;

/** With more queries than this for the slow jobs' names, all jobs are asked for at once. */
const mostQueries = 10;

/** From when the samples of all jobs are needed to judge from `from` on, Unix seconds. */
export function shallowFrom(fleet: Fleet, source: string, from: number): number {
  const jobs = fleet.jobs.filter(job => job.source === source);
  const needs = jobs.map(job => findAnchor(findHorizon(job, from), from));
  const quick = needs.filter(need => need >= from - shallowSeconds);
  const isMostlySlow = quick.length < jobs.length / 2 || jobs.length <= 100;
  const limit = isMostlySlow ? fineSeconds : shallowSeconds;
  const least = from - (isMostlySlow ? usualUnlistedSeconds : 2 * HOUR);
  return Math.max(from - limit, Math.min(least, ...needs));
}

/** What an unlisted job is judged by, unless it turns out to run rarely. */
const usualUnlistedSeconds = 8 * HOUR;

/** Jobs that need more than has been read of all, with the time from which they need it. */
export type Deep = Readonly<{ names: readonly string[]; from: number; isFine: boolean }>;

/** Of the jobs that need samples before `before`: those for the fine grid and those for the coarse. */
export function planDeep(jobs: readonly Job[], at: number, before: number): Deep[] {
  const needs = jobs
    .map(job => ({ name: job.seriesName, from: findAnchor(findHorizon(job, at), at) }))
    .filter(({ from }) => from < before);
  const fineFrom = at - fineSeconds;
  const plans: Deep[] = [];
  if (needs.length > 0 && before > fineFrom) {
    const from = Math.max(fineFrom, Math.min(...needs.map(need => need.from)));
    plans.push({ names: needs.map(({ name }) => name), from, isFine: true });
  }
  const slow = needs.filter(({ from }) => from < fineFrom);
  if (slow.length > 0) {
    const from = Math.min(...slow.map(need => need.from));
    plans.push({ names: slow.map(({ name }) => name), from, isFine: false });
  }
  return plans;
}

/** The names in parts that fit into a query each; one part without names where there are too many. */
export function splitNames(names: readonly string[]): readonly (readonly string[] | undefined)[] {
  const parts: string[][] = [];
  let length = 0;
  for (const name of names) {
    const last = parts.at(-1);
    length += name.length + 4;
    if (last === undefined || length > longestNames) {
      parts.push([name]);
      length = name.length;
    } else last.push(name);
  }
  return parts.length > mostQueries ? [undefined] : parts;
}
