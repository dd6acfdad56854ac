import type { TimeRange } from '../model/time-range.ts';
/** Items of one run. A status with the value 0 is exported; a status that is absent is not. */
export type Items = Readonly<{ success?: number; failed?: number; skipped?: number }>;

/** A value for every run, or a function of the run's start and its number on the schedule. */
export type PerRun<T> = T | ((startsAt: number, runIndex: number) => T);

/** Values of a process's metrics when it starts, as if it had run for long before the first scrape. */
type InitialValues = Readonly<{
  executions?: Readonly<Record<string, number>>;
  items?: Items;
  durations?: Readonly<{ count: number; secondsEach: number }>;
  /** Value of the last-success gauge. A gauge that is created before any success shows 0. */
  lastSuccess?: number;
}>;

/** A job in one process. Times are Unix seconds. */
export type SimulatedJob = Readonly<{
  name: string;
  intervalSeconds: number;
  /** A run is due at this time and every interval before and after it. Default: `activeFrom`. */
  firstRunAt?: number;
  /** A run starts up to this much late. */
  startJitterSeconds?: number;
  durationSeconds: PerRun<number>;
  /** `success` (the default), `failed`, `partial` or any other status. */
  outcome?: PerRun<string>;
  items?: PerRun<Items>;
  /** Computed at every scrape. `undefined` exports no series. The last value stays after `activeTo`. */
  queue?: (time: number) => number | undefined;
  /** Runs start only in this span, as for a job that stops or a leader that changes. */
  activeFrom?: number;
  activeTo?: number;
  /** Value that a success writes to the last-success gauge instead of its end, such as milliseconds. */
  stamp?: number | ((endedAt: number) => number);
  /** Whether a run that is due during another one starts as well (default) or is skipped. */
  whenBusy?: 'overlap' | 'skip';
  initial?: InitialValues;
}>;

/** One process of one instance. A restart is a second process with the same instance. */
export type SimulatedProcess = Readonly<{
  instance: string;
  /** The scrape job's name; default `clipper`. */
  job?: string;
  /** More target labels, such as `env`. */
  labels?: Readonly<Record<string, string>>;
  /** Default: the scenario's `from`. It may be earlier. */
  startsAt?: number;
  /** Runs that are unfinished at this time are never counted. Default: after the scenario's end. */
  stopsAt?: number;
  /** Whether `up` ends after the stop (default), or is 0 until the instance starts again. */
  upAfterStop?: 'gone' | 'down';
  /** Counters and histograms exist as 0 from the start. Otherwise each begins at its first use. */
  preinitialised?: boolean;
  /** Second of the scrape interval at which this target is scraped. Default: from seed and instance. */
  phaseSeconds?: number;
  /** Scrapes that fail: `up` is 0, and there are no other samples. */
  missedScrapes?: Readonly<{ probability?: number; spans?: readonly TimeRange[] }>;
  jobs: readonly SimulatedJob[];
}>;

/** An application and the Prometheus that scrapes it. Times are Unix seconds; both ends are included. */
export type Scenario = Readonly<{
  from: number;
  to: number;
  /** 5 to 60. */
  scrapeSeconds: number;
  seed: number;
  processes: readonly SimulatedProcess[];
  /** Times at which Prometheus itself was down: there are no samples, not even of `up`. */
  gaps?: readonly TimeRange[];
}>;

/** A run that ended and was counted. Times are Unix seconds. */
export type Run = Readonly<{
  job: string;
  instance: string;
  start: number;
  end: number;
  durationSeconds: number;
  outcome: string;
  items: Items | undefined;
}>;

/** Everything that happened, so that a test can compute with it. Runs are ordered by their ends. */
export type Ledger = Readonly<{
  runs: readonly Run[];
  /** Runs that started, but had not ended when the process stopped or the scenario ended. */
  unfinished: readonly Readonly<{ job: string; instance: string; start: number }>[];
}>;

/** Default value of the target label `job`. */
export const defaultScrapeJob = 'clipper';
