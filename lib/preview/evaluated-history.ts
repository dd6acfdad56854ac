import { setImmediate } from 'node:timers/promises';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { createLiveHistory, type PrometheusReader, type Reading } from '../panels/live-history.ts';
import { createMinuteColumns, type MinuteColumns } from '../panels/minute-columns.ts';

/** `now` in Unix seconds; `onProgress` gets a share from 0 to 1. */
export type EvaluateOptions = Readonly<{
  now: number;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}>;

/** What is known about a span, and every minute of it evaluated. */
export type Evaluated = Readonly<{ reading: Reading; columns: MinuteColumns }>;

/** A fleet's samples, read and evaluated on request, each settled minute once. */
type EvaluatedHistory = Readonly<{
  /** Reads and evaluates a span. Throws `PrometheusError`, or the signal's reason. */
  evaluate: (span: TimeRange, options: EvaluateOptions) => Promise<Evaluated>;
}>;

/** Samples arrive up to this many seconds late: younger minutes are evaluated again. */
const lateSeconds = 300;

/** The longest range of the page is seven days; what is a day older is dropped. */
const keptSeconds = 8 * 86_400;

/** Reading takes about this share of the time, evaluating the rest. */
const readingShare = 0.5;

/** While minutes are evaluated, other requests wait this long, in milliseconds. */
const sliceMilliseconds = 25;

export function createEvaluatedHistory(
  prometheus: PrometheusReader,
  fleet: Fleet,
): EvaluatedHistory {
  const live = createLiveHistory(prometheus, fleet);
  const columns = createMinuteColumns();
  const settled = new Set<number>();
  const evaluate: EvaluatedHistory['evaluate'] = async (span, options) => {
    const { signal, onProgress, now } = options;
    const reading = await live.read(span, {
      now,
      ...(signal === undefined ? {} : { signal }),
      onProgress: share => onProgress?.(share * readingShare),
    });
    await evaluateMinutes(listMissing(span, settled), {
      signal,
      onProgress: share => onProgress?.(readingShare + share * (1 - readingShare)),
      evaluate: at => {
        columns.set(reading.evaluate(at));
        if (at <= now - lateSeconds && reading.failed.size === 0) settled.add(at);
      },
    });
    forget(settled, columns, now - keptSeconds);
    return { reading, columns };
  };
  return { evaluate };
}

function listMissing({ from, to }: TimeRange, settled: ReadonlySet<number>): number[] {
  const minutes: number[] = [];
  for (let at = to; at >= from; at -= 60) if (!settled.has(at)) minutes.push(at);
  return minutes.reverse();
}

type Work = Readonly<{
  signal: AbortSignal | undefined;
  onProgress: (share: number) => void;
  evaluate: (at: number) => void;
}>;

async function evaluateMinutes(minutes: readonly number[], work: Work): Promise<void> {
  let paused = performance.now();
  for (const [index, at] of minutes.entries()) {
    work.evaluate(at);
    if (performance.now() - paused < sliceMilliseconds) continue;
    work.onProgress((index + 1) / minutes.length);
    await setImmediate();
    work.signal?.throwIfAborted();
    paused = performance.now();
  }
}

function forget(settled: Set<number>, columns: MinuteColumns, before: number): void {
  columns.forgetBefore(before);
  for (const at of settled) if (at < before) settled.delete(at);
}
