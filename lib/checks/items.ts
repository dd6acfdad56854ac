import { isWithin } from '../history/freshness.ts';
import type { ItemFact, JobFacts } from '../model/facts.ts';
import { findSetting, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { type Batch, batchItems } from './batch.ts';
import type { Alert, Check } from './check.ts';
import {
  everyRunCountsSeconds,
  fewestGood,
  findChance,
  isEvident,
  rareSeconds,
} from './evidence.ts';
import type { Evidence } from './incident.ts';
import { itemAlerts } from './items-alerts.ts';
import {
  clampToJudgement,
  findRecentSeconds,
  judgeRuns,
  type RunJudge,
  sliceFacts,
} from './judge-runs.ts';
import { findJobRhythm } from './rhythm.ts';

const [highRate] = itemAlerts as [Alert];

/**
 * Runs with items that one judgement considers: ten minutes of a frequent job, three runs of a slow
 * one.
 */
const recentRuns = { seconds: 600, least: 4, rare: 3 } as const;

export const itemJudge: RunJudge = {
  alert: highRate,
  severity: 'warning',
  window: 'items',
  events: facts => facts.items,
  batches: (facts, _, job) => batchItems(facts.items, findSetting(job, highRate.name).limit),
  limitPercent: job => findSetting(job, highRate.name).limit,
  windowBatches: facts =>
    facts.items.map(({ at, succeeded, failed }) => ({
      at,
      bad: failed,
      good: succeeded,
      neutral: 0,
    })),
  evidence: createItemEvidence,
};

/**
 * Items come in runs, so both count: in a job's last runs more items failed than the limit and
 * chance explain, and for a frequent job they failed in more than one run. The last run alone is
 * enough for a job that runs so rarely that each run counts.
 */
function createItemEvidence({ facts, batches, job }: JudgedItems, every = rareSeconds): Evidence {
  const isRare = every >= rareSeconds;
  const windows = findWindows(every);
  const limitPercent = findSetting(job, highRate.name).limit;
  const chance = Math.min(highestChance, itemChances * findChance(every));
  const sums = sumItems(facts.items, batches);
  const isWindowBad = (first: number, last: number) => {
    const bad = sumRange(sums.bad, first, last);
    if (bad < (isRare ? 1 : 2)) return false;
    const [failed, judged] = [
      sumRange(sums.failed, first, last),
      sumRange(sums.judged, first, last),
    ];
    return isEvident(failed, judged, { limitPercent, chance });
  };
  return {
    streak: () => ({ from: 0, length: 0, needed: 1 }),
    hasHeadStart: false,
    fewestGood: share => fewestGood(share, { everySeconds: every, isRecurring: false }),
    findEvidence: (_, first, last) =>
      windows.map(runs => Math.max(first, last + 1 - runs)).find(from => isWindowBad(from, last)),
  };
}

type Sums = Readonly<Record<'bad' | 'failed' | 'judged', Float64Array>>;

/** Bad runs and items up to each of the batches, which are the minutes with items. */
function sumItems(items: readonly ItemFact[], batches: readonly Batch[]): Sums {
  const create = () => new Float64Array(batches.length + 1);
  const sums = { bad: create(), failed: create(), judged: create() };
  const byMinute = new Map(items.map(fact => [fact.at, fact]));
  batches.forEach(({ at, bad }, index) => {
    const { succeeded = 0, failed = 0 } = byMinute.get(at) ?? {};
    sums.bad[index + 1] = (sums.bad[index] ?? 0) + bad;
    sums.failed[index + 1] = (sums.failed[index] ?? 0) + failed;
    sums.judged[index + 1] = (sums.judged[index] ?? 0) + failed + succeeded;
  });
  return sums;
}

function sumRange(list: Float64Array, first: number, last: number): number {
  return (list[last + 1] ?? 0) - (list[first] ?? 0);
}

type JudgedItems = Readonly<{
  facts: JobFacts;
  batches: readonly Batch[];
  job: Job;
}>;

/**
 * Windows of several lengths, in runs: a job with few items needs more runs until they are
 * evidence.
 */
function findWindows(everySeconds: number): number[] {
  const { least, rare, seconds } = recentRuns;
  const usual = everySeconds >= rareSeconds ? rare : Math.max(least, seconds / everySeconds);
  const longer = [1, 2, 4, 8].map(factor => Math.floor(factor * usual));
  return everySeconds >= everyRunCountsSeconds ? [1, ...longer] : longer;
}

/**
 * The items of one run are alike, and each judgement lasts for 15 minutes, so the chance may be
 * higher.
 */
const itemChances = 4;
const highestChance = 5e-3;

function addUp(facts: readonly ItemFact[]) {
  let [succeeded, failed, skipped] = [0, 0, 0];
  for (const fact of facts) {
    succeeded += fact.succeeded;
    failed += fact.failed;
    skipped += fact.skipped;
  }
  return { succeeded, failed, skipped, judged: succeeded + failed };
}

function evaluate(facts: JobFacts, job: Job, at: number): Measurement[] {
  if ((facts.items[0]?.at ?? Number.POSITIVE_INFINITY) > at) return [];
  const seconds = findRecentSeconds(job, findJobRhythm(job, facts, at), 'items');
  const recent = addUp(sliceFacts(facts.items, at - seconds, at));
  const perMinute = (count: number) => count / (seconds / 60);
  const rate = judgeRate({ facts, job, at }, recent, seconds);
  const measure = (metric: Measurement['metric'], value: number): Measurement => ({
    job: job.name,
    metric,
    value,
  });
  return [
    ...(rate === undefined ? [] : [measure('ItemFailureRatePercent', rate)]),
    measure('ItemsSucceededPerMinute', perMinute(recent.succeeded)),
    measure('ItemsFailedPerMinute', perMinute(recent.failed)),
    measure('ItemsSkippedPerMinute', perMinute(recent.skipped)),
  ];
}

/**
 * Without items there is no failure, if the job was watched. Skipped items are neither good nor
 * bad.
 */
function judgeRate(
  moment: Readonly<{ facts: JobFacts; job: Job; at: number }>,
  { failed, judged }: Readonly<{ failed: number; judged: number }>,
  seconds: number,
): number | undefined {
  const { facts, job, at } = moment;
  const change = judgeRuns(itemJudge, moment);
  const raised = change?.raised === true;
  const isWatched = isWithin(facts.watched, at) && isWithin(facts.watched, at - seconds / 2);
  if (judged === 0 && !isWatched && !raised) return undefined;
  const { limit } = findSetting(job, highRate.name);
  const now = judged === 0 ? 0 : (100 * failed) / judged;
  const value = raised && now <= limit ? (change?.ratePercent ?? now) : now;
  return clampToJudgement(value, { limit, raised, ceiling: 100 });
}

export const items: Check = {
  name: 'items',
  summary: 'How many of the items that each job handles fail',
  evaluate,
  metrics: [
    {
      name: 'ItemFailureRatePercent',
      unit: 'Percent',
      summary: 'Share of items that failed, not counting skipped ones, in the window',
      published: true,
      breach: '# of items fail',
    },
    {
      name: 'ItemsSucceededPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that succeeded',
      published: true,
    },
    {
      name: 'ItemsFailedPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that failed',
      published: true,
    },
    {
      name: 'ItemsSkippedPerMinute',
      unit: 'Count/Minute',
      summary: 'Items that were skipped',
      published: true,
    },
  ],
  alerts: itemAlerts,
  panels: [7],
};
