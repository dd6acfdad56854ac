import { countUpTo } from '../model/count-up-to.ts';
import type { Batch } from './batch.ts';

/** What decides at a batch: the runs in a row, or a window of runs, that are evidence of an incident. */
export type Evidence = Readonly<{
  /** Whether the batches from `first` to `last`, both included, are evidence of an incident. */
  isEvident: (batches: readonly Batch[], first: number, last: number) => boolean;
  /** Bad runs in a row that would be evidence at `last`, for the hold time's head start. */
  streak: (batches: readonly Batch[], first: number, last: number) => Streak;
  /** Whether the hold time begins with the first bad run, and not with the one that is evidence. */
  hasHeadStart: boolean;
  /** Good runs in a row, up to the batch `last`, that end an incident in which this share was bad. */
  fewestGood: (badShare: number, last: number) => number;
  /** Whether the rate is known to be below the limit again, though runs are still bad. */
  isBelow?: (first: number, last: number) => boolean;
}>;

/** Bad runs in a row up to a batch, and how many it takes. */
export type Streak = Readonly<{ length: number; needed: number }>;

export type IncidentRule = Readonly<{
  evidence: Evidence;
  holdMinutes: number;
  /** Seconds between two runs, where that is known. */
  everySeconds: number | undefined;
  /** Seconds without any run after which an incident is over: staleness reports that nothing runs. */
  expirySeconds: number;
}>;

/** A change of what is published: from `at` (Unix seconds) on it is raised above its limit, or not. */
export type IncidentChange = Readonly<{
  at: number;
  raised: boolean;
  /** The runs that are evidence: the share that was bad in percent, and how many they were. */
  ratePercent: number;
  runs: number;
}>;

const MINUTE = 60;

/** An incident lasts until there was nothing bad for so many minutes. */
export const cleanMinutes = 5;

/** A run is known so long after it ended, in seconds: a scrape, and the minute it falls into. */
const noticeSeconds = 60;

/** Beyond an hour a head start of minutes is of no use, and runs do not come to the minute. */
const slowestHeadStart = 3600;

/** How things stand after a batch. */
export type State = {
  readonly changes: IncidentChange[];
  /** The first batch that counts: what an incident before it held is settled. */
  first: number;
  /** Since when the value has been raised without a break; undefined where it is not. */
  raisedSince: number | undefined;
  isOpen: boolean;
  lastBad: number;
  firstBad: number;
  goodInARow: number;
};

/**
 * When the value of an alert is raised above its limit, over all batches in the order of time.
 * It is raised while there is evidence; once that has held for the alert's hold time the incident
 * is open, and lasts until it has been good for a while. Each change depends on what was known
 * then, so it is the same whether it is looked at live or later.
 */
export function findIncidents(batches: readonly Batch[], rule: IncidentRule): IncidentChange[] {
  return traceIncidents(batches, rule, Number.POSITIVE_INFINITY).changes;
}

/** The same, and how things stand at the end of what is looked at, `end` in Unix seconds. */
export function traceIncidents(batches: readonly Batch[], rule: IncidentRule, end: number): State {
  const state: State = {
    changes: [],
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
    if (state.firstBad < state.first) state.firstBad = index;
    state.lastBad = index;
    state.goodInARow = 0;
  } else state.goodInARow += good;
}

type BatchRange = Readonly<{ batches: readonly Batch[]; index: number; until: number }>;

/** From one batch to the next nothing new is known, but holds and recoveries run out. */
function follow(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  if (state.isOpen) {
    followOpen(state, stretch, rule);
    return;
  }
  if (rule.evidence.isEvident(batches, state.first, index)) {
    raise(state, at, { batches, index });
    const opensAt = (state.raisedSince ?? at) + (rule.holdMinutes - 1) * MINUTE;
    if (opensAt < until) {
      state.isOpen = true;
      followOpen(state, stretch, rule);
    }
    return;
  }
  followTentative(state, stretch, rule);
}

const nothing: Batch = { at: 0, bad: 0, good: 0, neutral: 0 };

/**
 * The hold time begins with the first bad run, and ends with the one that makes it evidence: until
 * then the value is raised for one minute less than the hold time, so that no alarm goes off before.
 */
function followTentative(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  const { length, needed } = rule.evidence.streak(batches, state.first, index);
  const { everySeconds, holdMinutes, evidence } = rule;
  const isPending = evidence.hasHeadStart && length > 0 && length < needed;
  if (!isPending || everySeconds === undefined || everySeconds > slowestHeadStart) {
    lower(state, at);
    return;
  }
  const known =
    Math.ceil((at + (needed - length) * everySeconds + noticeSeconds) / MINUTE) * MINUTE;
  const from = Math.max(at, known - (holdMinutes - 1) * MINUTE);
  if (from > at) lower(state, at);
  if (from < until && from < known) raise(state, from, { batches, index });
  if (known < until) lower(state, known);
}

function followOpen(state: State, stretch: BatchRange, rule: IncidentRule): void {
  const { batches, index, until } = stretch;
  const { at } = batches[index] ?? nothing;
  const share = badShare(state, batches, index);
  const { fewestGood, isBelow } = rule.evidence;
  const isGood =
    state.goodInARow >= fewestGood(share.ratePercent / 100, index) ||
    isBelow?.(Math.max(state.first, state.firstBad), index) === true;
  const cleanAt = (batches[state.lastBad]?.at ?? at) + cleanMinutes * MINUTE;
  const endsAt = isGood ? Math.max(at, cleanAt) : at + rule.expirySeconds;
  if (endsAt >= until) return;
  state.isOpen = false;
  state.first = isGood ? state.lastBad + 1 : index + 1;
  lower(state, endsAt);
}

function raise(
  state: State,
  at: number,
  { batches, index }: Readonly<{ batches: readonly Batch[]; index: number }>,
): void {
  if (state.raisedSince === undefined) state.raisedSince = at;
  state.changes.push({ at, raised: true, ...badShare(state, batches, index) });
}

function lower(state: State, at: number): void {
  if (state.raisedSince === undefined) return;
  state.raisedSince = undefined;
  state.changes.push({ at, raised: false, ratePercent: 0, runs: 0 });
}

/** The share of bad runs since the first bad one that is not settled, up to the last bad one. */
export function badShare(state: State, batches: readonly Batch[], index: number) {
  let bad = 0;
  let runs = 0;
  for (
    let at = Math.max(state.first, state.firstBad);
    at <= Math.min(index, state.lastBad);
    at += 1
  ) {
    const batch = batches[at] ?? nothing;
    bad += batch.bad;
    runs += batch.bad + batch.good + batch.neutral;
  }
  return { ratePercent: runs === 0 ? 0 : (100 * bad) / runs, runs };
}

/** What is in force at a time. */
export function findChange(
  changes: readonly IncidentChange[],
  at: number,
): IncidentChange | undefined {
  return changes[countUpTo(changes, at) - 1];
}
