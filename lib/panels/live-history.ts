import { type Evaluation, evaluateFleet } from '../checks/evaluate-fleet.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { Prometheus } from '../prometheus/client.ts';
import {
  createHistoryKeeper,
  type HistoryKeeper,
  type LoadReport,
} from '../prometheus/keep-history.ts';
import { findWithout, type LoadFailures } from '../prometheus/load-failures.ts';
import type { LoadOptions } from '../prometheus/load-history.ts';

/** As much of a Prometheus client as panels need. */
export type PrometheusReader = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

/** What was read; `failed` is what could not be read of some source. */
export type Reading = Readonly<{
  histories: readonly SourceHistory[];
  failed: LoadFailures;
  warnings: readonly string[];
  /** Every check at a minute of the span that was read; Unix seconds. */
  evaluate: (at: number) => Evaluation;
}>;

type ReadOptions = LoadOptions & Readonly<{ now: number }>;

/** The samples of a fleet, read when they are asked for and kept while the process lives. */
export type LiveHistory = Readonly<{
  /**
   * Makes every minute of a span known. Throws `PrometheusError` where no source can be read, and
   * the signal's reason where it is aborted.
   */
  read: (span: TimeRange, options: ReadOptions) => Promise<Reading>;
}>;

/** An answer this young, in seconds, is not asked for again: a refresh asks for several panels. */
const youngSeconds = 5;

/** What is this long before or after the samples at hand, in seconds, is read apart from them. */
const longestGapSeconds = 6 * 3600;

/** More than this is not kept at once, in seconds: the longest range that people choose is a week. */
const longestSeconds = 8 * 86_400;

type Kept = { keeper: HistoryKeeper; span: TimeRange; readAt: number; reading: Reading };

export function createLiveHistory(prometheus: PrometheusReader, fleet: Fleet): LiveHistory {
  let kept: Kept | undefined;
  // readings wait for one another, so that nothing is asked for twice at once
  let turn: Promise<unknown> = Promise.resolve();
  const readNow = async (asked: TimeRange, options: ReadOptions): Promise<Reading> => {
    const { now } = options;
    if (kept !== undefined && holds(kept, asked, now)) return kept.reading;
    const base = kept !== undefined && canExtend(kept, asked) ? kept : undefined;
    const keeper = base?.keeper ?? createHistoryKeeper(prometheus, fleet);
    const span = base === undefined ? asked : extend(base.span, asked);
    const report = await keeper.update(moveBack(span, fleet.delaySeconds), options);
    const reading = describeReading(fleet, keeper, report);
    kept = { keeper, span, readAt: now, reading };
    return reading;
  };
  const read = (span: TimeRange, options: ReadOptions) => {
    const mine = turn.then(() => readNow(span, options));
    turn = mine.catch(() => undefined);
    return mine;
  };
  return { read };
}

function holds({ span, readAt }: Kept, asked: TimeRange, now: number): boolean {
  if (asked.from < span.from || asked.to > span.to) return false;
  const isPast = asked.to < readAt - lateSeconds;
  return isPast || now - readAt < youngSeconds;
}

/** Samples come late by up to so much, in seconds. */
const lateSeconds = 300;

/** Earlier data is not added to what is kept: everything is read again. */
function canExtend({ span }: Kept, asked: TimeRange): boolean {
  return asked.from >= span.from && asked.to <= span.to + longestGapSeconds;
}

/** The same length of time, or the longer one that is asked for, up to the newer end. */
function extend(known: TimeRange, asked: TimeRange): TimeRange {
  const to = Math.max(known.to, asked.to);
  const length = Math.min(longestSeconds, Math.max(known.to - known.from, to - asked.from));
  return { from: Math.min(asked.from, to - length), to };
}

function moveBack({ from, to }: TimeRange, seconds: number): TimeRange {
  return { from: from - seconds, to: to - seconds };
}

function describeReading(fleet: Fleet, keeper: HistoryKeeper, report: LoadReport): Reading {
  const { histories } = keeper;
  const failures = [...report.failures.values()];
  const silent = failures.flatMap(found => found.get('all') ?? []);
  const [first] = silent;
  if (first !== undefined && silent.length === histories.length) throw first;
  const failed = new Map(failures.flatMap(found => [...found]).filter(([part]) => part !== 'all'));
  const without = findWithout(failed);
  const evaluate = (at: number) => evaluateFleet(fleet, histories, { at, without });
  return { histories, failed, warnings: report.warnings, evaluate };
}
