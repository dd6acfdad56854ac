import type { JobFacts } from '../model/facts.ts';
import type { AlertName, Job } from '../model/job.ts';
import type { Batch } from './batch.ts';
import { criticalJudge as criticalDurationJudge, highJudge } from './duration.ts';
import { minorityRuns, mostOfMinority } from './evidence.ts';
import { criticalJudge, warningJudge } from './failures.ts';
import { findAnchor, findHorizon } from './horizon.ts';
import {
  cleanMinutes,
  listRecoveries,
  type Recovery,
  type Streak,
  traceIncidents,
} from './incident.ts';
import { itemJudge } from './items.ts';
import { gatherRuns, type RunBasis, type RunJudge } from './judge-runs.ts';
import { findJobRhythm } from './rhythm.ts';
import { rareRuns } from './run-evidence.ts';
import { listRunWindows, type RunWindow } from './run-windows.ts';

const judges: readonly RunJudge[] = [
  warningJudge,
  criticalJudge,
  highJudge,
  criticalDurationJudge,
  itemJudge,
];

/** Why an alert on a job's runs is raised or not. Times are Unix seconds. */
export type RunExplanation = Readonly<{
  limitPercent: number;
  /** Runs from here on are judged. */
  judgedFrom: number;
  /** Everything that is judged, by minutes, up to the moment. */
  batches: readonly Batch[];
  /** The runs that count; an incident before them is settled. */
  counted: readonly Batch[];
  /**
   * The window that the configuration sets, and its runs; if there is one, nothing below applies.
   */
  window: Readonly<{ seconds: number; bad: number; runs: number }> | undefined;
  /**
   * Bad runs in a row, and how many raise the alert; undefined if bad runs in a row do not raise
   * it.
   */
  streak: Streak | undefined;
  /** This many of the last runs are enough, because the job runs rarely or had no other bad run. */
  rareRuns: number | undefined;
  /** The last runs that are examined, and how many bad ones among them raise the alert. */
  windows: readonly RunWindow[];
  /** Undefined until one has held for the alert's hold time. */
  incident: Incident | undefined;
}>;

/** What is needed to end an incident. */
export type Incident = Readonly<{
  /** All of them have to be reached: runs, and rounds of replicas if they differ. */
  recoveries: readonly Recovery[];
  /**
   * For a majority only: the incident also ends when at most this many of the last runs were bad.
   */
  minority: Readonly<{ bad: number; runs: number }> | undefined;
  /** Not before this. */
  cleanAt: number;
  /** Without any run, it ends by itself after this many seconds. */
  expirySeconds: number;
}>;

/** Undefined for an alert that is not about runs, and if no run is known. */
export function explainRuns(
  alert: AlertName,
  { facts, job, at }: Readonly<{ facts: JobFacts; job: Job; at: number }>,
): RunExplanation | undefined {
  const judge = judges.find(candidate => candidate.alert.name === alert);
  if (judge === undefined) return undefined;
  const rhythm = findJobRhythm(job, facts, at);
  const anchor = findAnchor(findHorizon(job, at), at);
  const basis = gatherRuns(judge, { facts, job, rhythm, anchor });
  const batches = basis.batches.filter(batch => batch.at <= at);
  if (batches.length === 0) return undefined;
  const common = { limitPercent: basis.limitPercent, judgedFrom: anchor, batches };
  const { windowSeconds } = basis;
  if (windowSeconds === undefined)
    return { ...common, ...explainIncident(judge, basis, { batches, at }) };
  const inside = batches.filter(batch => batch.at > at - windowSeconds);
  const window = { seconds: windowSeconds, ...countExplainedRuns(inside) };
  return { ...common, ...nothingMore, counted: inside, window };
}

const nothingMore = {
  streak: undefined,
  rareRuns: undefined,
  windows: [],
  incident: undefined,
} as const;

type Present = Readonly<{ batches: readonly Batch[]; at: number }>;

function explainIncident(
  judge: RunJudge,
  { rule, runRule, limitPercent }: RunBasis,
  { batches, at }: Present,
) {
  const { evidence, expirySeconds } = rule;
  const state = traceIncidents(batches, rule, at + 1);
  const last = batches.length - 1;
  const range = { first: state.first, last };
  const counted = batches.slice(state.first);
  const isOfItems = judge.evidence !== undefined;
  const findStreakUpTo = (index: number) =>
    isOfItems ? undefined : evidence.streak(batches, state.first, index);
  const streak = findStreakUpTo(last);
  const opening = state.firstBad < state.first ? streak : findStreakUpTo(state.firstBad);
  const incident = {
    recoveries: listRecoveries(state, batches, { index: last, evidence }).filter(
      ({ good, needed }, index, [runs]) =>
        index === 0 || good !== runs?.good || needed > runs.needed,
    ),
    minority:
      evidence.isBelow === undefined
        ? undefined
        : { bad: mostOfMinority(limitPercent), runs: minorityRuns },
    cleanAt: (batches[state.lastBad]?.at ?? at) + 60 * cleanMinutes,
    expirySeconds,
  };
  return {
    counted,
    window: undefined,
    streak,
    rareRuns: opening?.needed === 1 ? rareRuns : undefined,
    windows: isOfItems ? [] : listRunWindows(batches, range, runRule),
    incident: state.isOpen ? incident : undefined,
  };
}

/** The number of bad runs, and of all runs. */
export function countExplainedRuns(
  batches: readonly Batch[],
): Readonly<{ bad: number; runs: number }> {
  let [bad, runs] = [0, 0];
  for (const batch of batches) {
    bad += batch.bad;
    runs += batch.bad + batch.good + batch.neutral;
  }
  return { bad, runs };
}
