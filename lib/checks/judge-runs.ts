import { countUpTo } from '../model/count-up-to.ts';
import type { JobFacts } from '../model/facts.ts';
import { findSetting, type Job, type Severity, type WindowName } from '../model/job.ts';
import type { Batch } from './batch.ts';
import type { Alert } from './check.ts';
import { findAnchor, findHorizon } from './horizon.ts';
import {
  type Evidence,
  findChange,
  findIncidents,
  type IncidentChange,
  type IncidentRule,
} from './incident.ts';
import { findJobRhythm, type JobRhythm } from './rhythm.ts';
import { createRunEvidence } from './run-evidence.ts';
import type { RunRule } from './run-windows.ts';
import { findWindowed } from './windowed.ts';

/** How an alert's incidents are derived from a job's facts. */
export type RunJudge = Readonly<{
  alert: Alert;
  severity: Severity;
  /** The list of facts that the result is cached by. */
  events: (facts: JobFacts) => readonly object[];
  batches: (facts: JobFacts, rhythm: JobRhythm | undefined, job: Job) => readonly Batch[];
  /** The share of bad runs that is allowed, in percent. */
  limitPercent: (job: Job) => number;
  window: WindowName;
  /** What a window that the configuration sets adds up, if not the batches. */
  windowBatches?: (facts: JobFacts) => readonly Batch[];
  /** Evidence other than runs. */
  evidence?: (
    of: Readonly<{ facts: JobFacts; batches: readonly Batch[]; job: Job }>,
    everySeconds: number | undefined,
  ) => Evidence;
}>;

/**
 * If nothing runs for this long, in seconds or intervals, including the longest gap of the
 * schedule, the runs of an unlisted job are over: it may have been removed.
 */
const expiry = { seconds: 2 * 3600, intervals: 3 } as const;

type Remembered = Readonly<{
  jobName: string;
  everySeconds: number | undefined;
  changes: readonly IncidentChange[];
}>;

/** Changes by list of facts, alert and anchor. Nearly every minute is judged from what is here. */
const remembered = new WeakMap<object, Map<Alert, Map<number, Remembered>>>();

/** What applies to a job's alert at a minute; undefined if nothing is known yet. */
export function judgeRuns(
  judge: RunJudge,
  { facts, job, at }: Readonly<{ facts: JobFacts; job: Job; at: number }>,
): IncidentChange | undefined {
  const events = judge.events(facts);
  if (events.length === 0) return undefined;
  const rhythm = findJobRhythm(job, facts, at);
  const anchor = findAnchor(findHorizon(job, at), at);
  const known = findRemembered(events, judge.alert);
  const last = known.get(anchor);
  if (last?.jobName === job.name && last.everySeconds === rhythm?.everySeconds)
    return findChange(last.changes, at);
  const changes = findChanges(judge, { facts, job, rhythm, anchor });
  known.set(anchor, { jobName: job.name, everySeconds: rhythm?.everySeconds, changes });
  return findChange(changes, at);
}

function findRemembered(events: object, alert: Alert): Map<number, Remembered> {
  const byAlert = remembered.get(events) ?? new Map<Alert, Map<number, Remembered>>();
  remembered.set(events, byAlert);
  const byAnchor = byAlert.get(alert) ?? new Map<number, Remembered>();
  byAlert.set(alert, byAnchor);
  return byAnchor;
}

/** The circumstances of a judgement; `anchor` is where the judged time begins, Unix seconds. */
type RunContext = Readonly<{
  facts: JobFacts;
  job: Job;
  rhythm: JobRhythm | undefined;
  anchor: number;
}>;

function findChanges(judge: RunJudge, moment: RunContext): readonly IncidentChange[] {
  const { batches, windowSeconds, limitPercent, rule } = gatherRuns(judge, moment);
  if (windowSeconds === undefined) return findIncidents(batches, rule);
  const added = judge.windowBatches?.(sliceJudged(moment)) ?? batches;
  return findWindowed(added, { windowSeconds, limitPercent });
}

/** All inputs of an alert's judgement of a job's runs. */
export type RunBasis = Readonly<{
  /** What is judged, in order of time. */
  batches: readonly Batch[];
  limitPercent: number;
  /** What counts as evidence, unless it is not runs. */
  runRule: RunRule;
  /** The window that the configuration sets; if there is one, the incident rule does not apply. */
  windowSeconds: number | undefined;
  rule: IncidentRule;
}>;

export function gatherRuns(judge: RunJudge, moment: RunContext): RunBasis {
  const { job, rhythm } = moment;
  const facts = sliceJudged(moment);
  const batches = judge.batches(facts, rhythm, job);
  const limitPercent = judge.limitPercent(job);
  const everySeconds = rhythm?.everySeconds;
  const hasUnknownPast = isRunningFrom(batches, moment.anchor, everySeconds);
  const runRule = { limitPercent, severity: judge.severity, everySeconds, hasUnknownPast };
  const evidence =
    judge.evidence?.({ facts, batches, job }, everySeconds) ?? createRunEvidence(batches, runRule);
  const rule = {
    evidence,
    everySeconds,
    holdMinutes: findSetting(job, judge.alert.name).holdMinutes,
    expirySeconds: findExpiry(moment),
  };
  return { batches, runRule, limitPercent, windowSeconds: job.windowSeconds[judge.window], rule };
}

/** A job whose first run ended this many intervals after the judged time began ran before it. */
const firstRunIntervals = 2;

function isRunningFrom(batches: readonly Batch[], anchor: number, everySeconds = 0): boolean {
  const [first] = batches;
  return first !== undefined && first.at <= anchor + firstRunIntervals * everySeconds;
}

/**
 * Without runs there is no recovery. The incident of a listed job lasts until the critical alarm of
 * its staleness is on, so that the severity does not fall while nothing runs, or for as long as the
 * runs are known.
 */
function findExpiry({ job, rhythm, anchor }: RunContext): number {
  const { everySeconds: every = 0, longestSeconds = 0 } = rhythm ?? {};
  const usual = Math.max(expiry.seconds, longestSeconds + (expiry.intervals - 1) * every);
  if (!job.listed || !job.enabled.staleness) return usual;
  const { limit, holdMinutes } = findSetting(job, 'BackgroundJobCriticallyStale');
  return Math.max(usual, Math.min(limit + holdMinutes * 60, findHorizon(job, anchor)));
}

/** What is judged from one anchor; later minutes are judged from a later anchor. */
function sliceJudged({ facts, job, anchor }: RunContext): JobFacts {
  const upTo = anchor + 1.5 * findHorizon(job, anchor) + 3600;
  return {
    ...facts,
    runs: sliceFacts(facts.runs, anchor, upTo),
    items: sliceFacts(facts.items, anchor, upTo),
    durations: sliceFacts(facts.durations, anchor, upTo),
  };
}

/** The window of a job's present rates, in seconds. */
export function findRecentSeconds(job: Job, rhythm: JobRhythm | undefined, window: WindowName) {
  const every = rhythm?.everySeconds ?? 0;
  return job.windowSeconds[window] ?? Math.max(recent.seconds, recent.intervals * every);
}

/** The original's range of ten minutes, or two and a half intervals of a slower job. */
const recent = { seconds: 600, intervals: 2.5 } as const;

/** Facts after one time and up to another; the list ascends by `at`. */
export function sliceFacts<Fact extends Readonly<{ at: number }>>(
  facts: readonly Fact[],
  after: number,
  upTo: number,
): readonly Fact[] {
  return facts.slice(countUpTo(facts, after), countUpTo(facts, upTo));
}

/**
 * A value that shows the judgement: above its limit while the alert is raised, otherwise not above
 * it.
 */
export function clampToJudgement(
  value: number,
  { limit, raised, ceiling }: Readonly<{ limit: number; raised: boolean; ceiling: number }>,
): number {
  if (!raised) return Math.min(value, limit);
  return value > limit ? Math.min(value, ceiling) : Math.min(ceiling, limit * 1.01 + 0.01);
}
