import { findAnchor, findHorizon, findUsualSeconds } from '../checks/horizon.ts';
import type { Fleet, Job } from '../model/job.ts';
import { finestGridSeconds } from './load-coarse.ts';

const HOUR = 3600;

/**
 * How far back the samples of all jobs are read: a day and a half for a small fleet, a working day
 * for a large one. The time before that is read only for the jobs that need it.
 */
const sharedSeconds = { small: 34 * HOUR, large: 8 * HOUR } as const;
const smallFleet = 100;

/** How far back a job of a large fleet is read sample by sample if its runs are closer than a grid's step. */
const quickSeconds = 14 * HOUR;

/** From when the samples of all jobs are needed to judge from `from` on, Unix seconds. */
export function shallowFrom(fleet: Fleet, source: string, from: number): number {
  const jobs = fleet.jobs.filter(job => job.source === source);
  const limit = jobs.length <= smallFleet ? sharedSeconds.small : sharedSeconds.large;
  const needs = jobs.map(job => findNeed(job, from));
  return Math.max(from - limit, Math.min(from - unlistedSeconds, ...needs));
}

/** The basis for judging an unlisted job, unless it turns out to run rarely. */
const unlistedSeconds = 8 * HOUR;

/**
 * Jobs that need more than what has been read of all: from when to when, and whether sample by
 * sample.
 */
export type Deep = Readonly<{
  names: readonly string[];
  from: number;
  to: number;
  isFine: boolean;
}>;

/**
 * What the jobs need before `before`, Unix seconds: first what is read sample by sample, then the
 * rest. A job shares the rest only with jobs that need about as much. One monthly job is no reason
 * to read months of an hourly one, or to read them on its coarse grid.
 */
export function planDeep(jobs: readonly Job[], at: number, before: number): readonly Deep[] {
  const isSmall = jobs.length <= smallFleet;
  const groups = Map.groupBy(jobs, job =>
    isSmall ? sharedSeconds.small : findFineSeconds(job, at),
  );
  return [...groups].flatMap(([fineSeconds, group]) => {
    const needs = group.map(job => ({ name: job.seriesName, from: findNeed(job, at) }));
    return planGroup(needs, { before, fineFrom: Math.min(before, at - fineSeconds) });
  });
}

function findNeed(job: Job, at: number): number {
  return findAnchor(findHorizon(job, at), at);
}

/**
 * Two runs within one step of the grid would look like one run that takes twice as long, or runs
 * half as often.
 */
function findFineSeconds(job: Job, at: number): number {
  const everySeconds = findUsualSeconds(job, at) ?? 0;
  return everySeconds < finestGridSeconds ? quickSeconds : sharedSeconds.large;
}

function planGroup(
  all: readonly Need[],
  { before, fineFrom }: Readonly<{ before: number; fineFrom: number }>,
): Deep[] {
  const needs = all.filter(({ from }) => from < before);
  const older = needs.filter(({ from }) => from < fineFrom);
  const classes = [...Map.groupBy(older, ({ from }) => classifyReach(fineFrom - from)).values()];
  const fine = { ...joinNeeds(needs), to: before, isFine: true };
  return [
    { ...fine, from: Math.max(fineFrom, fine.from) },
    ...classes.map(group => ({ ...joinNeeds(group), to: fineFrom, isFine: false })),
  ].filter(({ from, to }) => from < to);
}

type Need = Readonly<{ name: string; from: number }>;

function joinNeeds(needs: readonly Need[]): Pick<Deep, 'names' | 'from'> {
  const from = Math.min(...needs.map(need => need.from));
  return { names: needs.map(({ name }) => name), from };
}

/** Jobs of the first class need up to two days, jobs of each further class four times as much. */
const firstReachSeconds = 48 * HOUR;
const reachFactor = 4;

function classifyReach(seconds: number): number {
  const ratio = Math.max(1, seconds / firstReachSeconds);
  return Math.ceil(Math.log(ratio) / Math.log(reachFactor));
}
