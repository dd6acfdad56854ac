import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { withinDeadline } from '../prometheus/deadline.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { createHistoryKeeper, type HistoryKeeper } from '../prometheus/keep-history.ts';
import type { LoadFailures } from '../prometheus/load-failures.ts';
import { type AnswerLimits, type Asked, boundAnswers } from './bounded-answers.ts';
import { createWholeSamples } from './whole-answers.ts';

/** The result of a read: failures by the source's name; no entry if everything was read. */
export type SourcesReading = Readonly<{
  failures: ReadonlyMap<string, LoadFailures>;
  warnings: readonly string[];
}>;

/** The histories of all sources, kept as long as the process lives. */
export type Sources = Readonly<{
  histories: () => readonly SourceHistory[];
  /**
   * Prepares the minutes of a span for judging, as far as possible within this many milliseconds.
   */
  read: (span: TimeRange, milliseconds: number) => Promise<SourcesReading>;
}>;

export type SourceOptions = Readonly<{
  prometheus: Asked;
  fleet: Fleet;
  /** Prometheus's address, for errors. */
  url: string;
  limits: AnswerLimits;
  /** How many first reads wait for what lags; by default as many as the alarms allow, less one. */
  patientReads?: number;
}>;

/**
 * A process that has just started cannot distinguish series that are gone from those that a lagging
 * replica does not have yet. The source's alarm needs three minutes.
 */
const usualPatience = 2;

/** For a round of 50 s: reading takes at most this long, publishing 15 s more. */
export const readMilliseconds = 25_000;

/** Each source is read separately, so that one that fails or hangs does not affect the others. */
export function createSources(options: SourceOptions): Sources {
  const { prometheus, fleet, url, limits, patientReads = usualPatience } = options;
  const histories = () => readers.map(({ history }) => history());
  const countSeries = () => histories().reduce((sum, history) => sum + countKept(history), 0);
  const whole = { ...prometheus, samples: createWholeSamples(prometheus.samples) };
  const client = boundAnswers(whole, { limits, countSeries });
  const readers = fleet.sources.map(source =>
    createReader({ client, url, limits, patientReads }, { ...fleet, sources: [source] }),
  );
  return {
    histories,
    read: async (span, milliseconds) => {
      const delayed = { from: span.from - fleet.delaySeconds, to: span.to - fleet.delaySeconds };
      const results = await Promise.all(readers.map(one => one.read(delayed, milliseconds)));
      const failures = results.map(({ name, found }) => [name, found] as const);
      return {
        failures: new Map(failures.filter(([, found]) => found.size > 0)),
        warnings: [...new Set(results.flatMap(({ warnings }) => warnings))],
      };
    },
  };
}

function countKept({ store }: SourceHistory): number {
  let count = store.objects.size;
  for (const { series } of store.jobs.values()) count += series.size;
  return count;
}

type ReaderOptions = Required<Omit<SourceOptions, 'prometheus' | 'fleet'>> &
  Readonly<{ client: Asked }>;

/** Reads one source. What could not be read completely continues in the next minute. */
function createReader({ client, url, limits, patientReads }: ReaderOptions, fleet: Fleet) {
  const name = fleet.sources[0]?.name ?? '';
  let keeper = createHistoryKeeper(client, fleet);
  let hasRead = false;
  let reads = 0;
  let unfinished: Promise<unknown> = Promise.resolve();
  const update = async (span: TimeRange, signal: AbortSignal) => {
    const options = { signal, answerSamples: limits.samples };
    try {
      const { failures, lagging, warnings } = await keeper.update(span, options);
      hasRead = true;
      reads += 1;
      const awaited = reads <= patientReads ? lagging.get(name) : undefined;
      return {
        name,
        found: new Map([...(awaited ?? []), ...(failures.get(name) ?? [])]),
        warnings,
      };
    } catch (error) {
      // the time before a history is read once: without it the history begins again
      if (!hasRead && !signal.aborted) keeper = createHistoryKeeper(client, fleet);
      throw error;
    }
  };
  return {
    history: () => firstHistory(keeper),
    read: async (span: TimeRange, milliseconds: number) => {
      try {
        return await withinDeadline(milliseconds, url, async ({ signal }) => {
          await unfinished;
          const updating = update(span, signal);
          unfinished = updating.catch(() => undefined);
          return updating;
        });
      } catch (error) {
        if (!(error instanceof PrometheusError)) throw error;
        return { name, found: new Map([['all', error]]) satisfies LoadFailures, warnings: [] };
      }
    },
  };
}

function firstHistory({ histories }: HistoryKeeper): SourceHistory {
  const [history] = histories;
  if (history === undefined) throw new RangeError('a keeper has a history for its source');
  return history;
}
