import { countUpTo } from '../model/count-up-to.ts';
import { type Batch, nothing } from './batch.ts';
import { recurring } from './evidence.ts';
import { countBadPeriods, countRounds, type Rounds } from './rounds.ts';

/** What is evidence of an incident at a batch: runs in a row, or a window of runs. */
export type Evidence = Readonly<{
  /**
   * The batch with which the evidence of an incident begins, if the batches from `first` to `last`,
   * both included, are evidence.
   */
  findEvidence: (batches: readonly Batch[], first: number, last: number) => number | undefined;
  /**
   * Bad runs in a row that would be evidence at `last`, so that the hold time can begin earlier.
   */
  streak: (batches: readonly Batch[], first: number, last: number) => Streak;
  /** Whether the hold time begins with the first bad run, and not with the run that is evidence. */
  hasHeadStart: boolean;
  /**
   * Good runs in a row, or rounds, up to the batch `last`, that end an incident with this share of
   * bad ones.
   */
  fewestGood: (badShare: number, last: number, of: Recovery['of']) => number;
  /** Whether the rate is known to be below the limit again although runs are still bad. */
  isBelow?: (first: number, last: number) => boolean;
}>;

/** Bad runs in a row from a batch up to another, and how many are needed. */
export type Streak = Readonly<{ from: number; length: number; needed: number }>;

export type IncidentRule = Readonly<{
  evidence: Evidence;
  holdMinutes: number;
  /** Seconds between two runs, if known. */
  everySeconds: number | undefined;
  /**
   * Seconds without any run after which an incident is over, because staleness reports that nothing
   * runs.
   */
  expirySeconds: number;
}>;

/**
 * A change of what is published: whether the value is above its limit from `at` (Unix seconds) on.
 */
export type IncidentChange = Readonly<{
  at: number;
  raised: boolean;
  /** The runs that are evidence: the share of bad ones in percent, and their number. */
  ratePercent: number;
  runs: number;
}>;

const MINUTE = 60;

/** An incident lasts until there has been nothing bad for this many minutes. */
export const cleanMinutes = 5;

/** One good run is no recovery, even if bad runs have been a minority for a while. */
const fewestGoodRuns = 2;

/**
 * A run is known this long after it ended, in seconds: a scrape interval, and the minute it falls
 * into.
 */
const noticeSeconds = 60;

/** Beyond an hour, a few minutes earlier do not matter, and runs are not punctual to the minute. */
const slowestHeadStart = 3600;

/** The state after a batch. */
export type State = {
  readonly changes: IncidentChange[];
  readonly rounds: Rounds;
  /** The first batch that counts; an incident before it is settled. */
  first: number;
  /** Since when the value has been raised without interruption; undefined if it is not raised. */
  raisedSince: number | undefined;
  isOpen: boolean;
  lastBad: number;
  /** The first bad batch of what raised the value, or -1. */
  firstBad: number;
  goodInARow: number;
};

/**
 * When the value of an alert is raised above its limit, over all batches in order of time. It is
 * raised while there is evidence. Once it has held for the alert's hold time, an incident begins,
 * which lasts until the job has been good for a while. Each change depends on what was known at
 * that time, so the result is the same live and later.
 */
export function findIncidents(batches: readonly Batch[], rule: IncidentRule): IncidentChange[] {
  return traceIncidents(batches, rule, Number.POSITIVE_INFINITY).changes;
}

/** The same, and the state at the end of the examined time, `end` in Unix seconds. */
export function traceIncidents(batches: readonly Batch[], rule: IncidentRule, end: number): State {
  const state: State = {
    changes: [],
    rounds: countRounds(batches, rule.everySeconds),
    first: 0,
    raisedSince: undefined,
    isOpen: false,
    lastBad: -1,
    firstBad: -1,
    goodInARow: 0,
  };
  batches.forEach((batch, index) => {
    const until = batches[index + 1]?.at ?? end;
    count(state, batch, index);
    follow(state, { batches, index, until }, rule);
  });
  return state;
}

function count(state: State, { bad, good }: Batch, index: number): void {
  if (bad > 0) {
    state.lastBad = index;
    state.goodInARow = 0;
  } else state.goodInARow += good;
}

type BatchRange = Readonly<{ batches: readonly Batch[]; index: number; until: number }>;

/** Between two batches no new data arrive, but hold times and recoveries end. */
function follow(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  if (state.isOpen) {
    followOpen(state, stretch, rule);
    return;
  }
  const from = rule.evidence.findEvidence(batches, state.first, index);
  if (from !== undefined) {
    raise(state, at, { batches, index, from });
    const opensAt = (state.raisedSince ?? at) + (rule.holdMinutes - 1) * MINUTE;
    if (opensAt < until) {
      state.isOpen = true;
      followOpen(state, stretch, rule);
    }
    return;
  }
  followTentative(state, stretch, rule);
}

/**
 * The hold time begins with the first bad run, and ends with the run that makes it evidence. Until
 * then the value is raised for one minute less than the hold time, so that no alarm begins earlier.
 */
function followTentative(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  const { from: begin, length, needed } = rule.evidence.streak(batches, state.first, index);
  const { everySeconds = Number.POSITIVE_INFINITY, holdMinutes, evidence } = rule;
  const isPending = evidence.hasHeadStart && length > 0 && length < needed;
  if (!isPending || everySeconds > slowestHeadStart) {
    lower(state, at);
    return;
  }
  const known =
    Math.ceil((at + (needed - length) * everySeconds + noticeSeconds) / MINUTE) * MINUTE;
  const from = Math.max(at, known - (holdMinutes - 1) * MINUTE);
  if (from > at) lower(state, at);
  if (from < until && from < known) raise(state, from, { batches, index, from: begin });
  if (known < until) lower(state, known);
}

function followOpen(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  const isRare =
    rule.evidence.isBelow?.(state.firstBad, index) === true && state.goodInARow >= fewestGoodRuns;
  const isGood =
    isRare ||
    listRecoveries(state, batches, { index, evidence: rule.evidence }).every(
      ({ good, needed }) => good >= needed,
    );
  const cleanAt = (batches[state.lastBad]?.at ?? at) + cleanMinutes * MINUTE;
  const endsAt = isGood ? Math.max(at, cleanAt) : at + rule.expirySeconds;
  if (endsAt >= until) return;
  state.isOpen = false;
  state.first = isGood ? state.lastBad + 1 : index + 1;
  lower(state, endsAt);
}

/** What is good in a row, and how much of it ends an incident. */
export type Recovery = Readonly<{ of: 'runs' | 'rounds'; good: number; needed: number }>;

/**
 * An incident ends when everything here is reached. Rounds count once bad ones have come back: if
 * all replicas fail every other time, the good runs of one time are no recovery.
 */
export function listRecoveries(
  state: State,
  batches: readonly Batch[],
  { index, evidence }: Readonly<{ index: number; evidence: Evidence }>,
): Recovery[] {
  const { rounds, goodInARow } = state;
  const share = badShare(state, batches, index);
  const runs = {
    of: 'runs',
    good: goodInARow,
    needed: evidence.fewestGood(share, index, 'runs'),
  } as const;
  if (countBadPeriods(rounds, index, recurring.runs) < 2) return [runs];
  const [from, to] = [Math.max(0, state.firstBad), state.lastBad + 1];
  const bad = (rounds.bad[to] ?? 0) - (rounds.bad[from] ?? 0);
  const between = (rounds.good[to] ?? 0) - (rounds.good[from] ?? 0);
  const good = (rounds.good[index + 1] ?? 0) - (rounds.good[to] ?? 0);
  const needed = evidence.fewestGood(bad / Math.max(1, bad + between), index, 'rounds');
  return [runs, { of: 'rounds', good, needed }];
}

function raise(
  state: State,
  at: number,
  { batches, index, from }: Readonly<{ batches: readonly Batch[]; index: number; from: number }>,
): void {
  let firstBad = from;
  while (firstBad < index && batches[firstBad]?.bad === 0) firstBad += 1;
  if (state.raisedSince !== undefined) firstBad = Math.min(state.firstBad, firstBad);
  state.firstBad = firstBad;
  state.raisedSince ??= at;
  state.changes.push({ at, raised: true, ...findRate(state, batches, index) });
}

function lower(state: State, at: number): void {
  if (state.raisedSince === undefined) return;
  state.raisedSince = undefined;
  state.changes.push({ at, raised: false, ratePercent: 0, runs: 0 });
}

/**
 * Runs from the first bad one that raised the value up to the last one. Bad runs long before would
 * make an outage look like a low rate, which takes long to end.
 */
function countRuns(state: State, batches: readonly Batch[], index: number) {
  let [bad, judged, runs] = [0, 0, 0];
  for (let at = Math.max(0, state.firstBad); at <= Math.min(index, state.lastBad); at += 1) {
    const batch = batches[at] ?? nothing;
    bad += batch.bad;
    judged += batch.bad + batch.good;
    runs += batch.bad + batch.good + batch.neutral;
  }
  return { bad, judged, runs };
}

function findRate(state: State, batches: readonly Batch[], index: number) {
  const { bad, runs } = countRuns(state, batches, index);
  return { ratePercent: (100 * bad) / Math.max(1, runs), runs };
}

/** The share of bad runs of an incident, without those that are neither good nor bad. */
export function badShare(state: State, batches: readonly Batch[], index: number): number {
  const { bad, judged } = countRuns(state, batches, index);
  return bad / Math.max(1, judged);
}

/** The change that applies at a time. */
export function findChange(
  changes: readonly IncidentChange[],
  at: number,
): IncidentChange | undefined {
  return changes[countUpTo(changes, at) - 1];
}
