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

/** The part of a Prometheus client that panels need. */
export type PrometheusReader = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

/** What was read; `failed` is what could not be read of a source. */
export type Reading = Readonly<{
  histories: readonly SourceHistory[];
  failed: LoadFailures;
  warnings: readonly string[];
  /** Every check at a minute of the span that was read; Unix seconds. */
  evaluate: (at: number) => Evaluation;
}>;

type ReadOptions = LoadOptions & Readonly<{ now: number }>;

/** The samples of a fleet, read on request and kept while the process lives. */
export type LiveHistory = Readonly<{
  /**
   * Reads what is missing for every minute of a span. Throws `PrometheusError` if no source can be
   * read, and the signal's reason if it is aborted.
   */
  read: (span: TimeRange, options: ReadOptions) => Promise<Reading>;
}>;

/**
 * An answer this young, in seconds, is not requested again, because a refresh requests several
 * panels.
 */
const youngSeconds = 5;

/** Data this long before or after the available samples, in seconds, are read separately. */
const longestGapSeconds = 6 * 3600;

/**
 * No more than this is kept at once, in seconds: the longest range that people choose is a week.
 */
const longestSeconds = 8 * 86_400;

type Kept = { keeper: HistoryKeeper; span: TimeRange; readAt: number; reading: Reading };

export function createLiveHistory(prometheus: PrometheusReader, fleet: Fleet): LiveHistory {
  let kept: Kept | undefined;
  // reads wait for one another, so that nothing is queried twice at the same time
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

/** Samples arrive up to this many seconds late. */
const lateSeconds = 300;

/** Earlier data are not added to what is kept; instead everything is read again. */
function canExtend({ span }: Kept, asked: TimeRange): boolean {
  return asked.from >= span.from && asked.to <= span.to + longestGapSeconds;
}

/** The same length of time, or the longer one that is requested, up to the newer end. */
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
