/** From `from` to before `to`, Unix seconds. */
export type Span = Readonly<{ from: number; to: number }>;

/** Items of one run; a status that is named is exported even with 0, one that is left out is not. */
export type Items = Readonly<{ success?: number; failed?: number; skipped?: number }>;

/** A number for every run, or one that depends on the run's start and its place on the schedule. */
export type PerRun<T> = T | ((startsAt: number, runIndex: number) => T);

/** What a process's metrics hold when it starts, as after a long life before the first scrape. */
export type InitialValues = Readonly<{
  executions?: Readonly<Record<string, number>>;
  items?: Items;
  durations?: Readonly<{ count: number; secondsEach: number }>;
  /** Value of the last-success gauge, whatever it may be: 0 is what a gauge created early shows. */
  lastSuccess?: number;
}>;

/** A job as one process runs it. Times are Unix seconds. */
export type SimulatedJob = Readonly<{
  name: string;
  intervalSeconds: number;
  /** A run is due here and every interval after (and before); default: as the job becomes active. */
  firstRunAt?: number;
  /** A run starts up to this much late. */
  startJitterSeconds?: number;
  durationSeconds: PerRun<number>;
  /** `success` (the default), `failed`, `partial` or any other status. */
  outcome?: PerRun<string>;
  items?: PerRun<Items>;
  /** Read at every scrape; `undefined` exports no series. After `activeTo` its last value stays. */
  queue?: (time: number) => number | undefined;
  /** Runs start only in here: a job that stops, or a leader that moves between replicas. */
  activeFrom?: number;
  activeTo?: number;
  /** What a success writes to the last-success gauge instead of its end: 0, milliseconds, a future. */
  stamp?: number | ((endedAt: number) => number);
  /** A run that is due while one is going on: also starts (the default), or is left out. */
  whenBusy?: 'overlap' | 'skip';
  initial?: InitialValues;
}>;

/** One life of one pod. A restart is a second process with the same instance. */
export type SimulatedProcess = Readonly<{
  instance: string;
  /** The scrape job's name; default `clipper`. */
  job?: string;
  /** Further target labels, such as `env`. */
  labels?: Readonly<Record<string, string>>;
  /** Default: the scenario's `from`; may lie before it. */
  startsAt?: number;
  /** Runs going on at this time never report. Default: it outlives the scenario. */
  stopsAt?: number;
  /** After the stop `up` is no more (default), or is 0 until the instance starts again. */
  upAfterStop?: 'gone' | 'down';
  /** Counters and histograms exist as 0 from the start; else each is born at its first use. */
  preinitialised?: boolean;
  /** When in the scrape interval this target is scraped; default: from seed and instance. */
  phaseSeconds?: number;
  /** Scrapes that fail: `up` is 0 and nothing else is written. */
  missedScrapes?: Readonly<{ probability?: number; spans?: readonly Span[] }>;
  jobs: readonly SimulatedJob[];
}>;

/** An application's life and the Prometheus that watches it, both ends included. Unix seconds. */
export type Scenario = Readonly<{
  from: number;
  to: number;
  /** 5 to 60. */
  scrapeSeconds: number;
  seed: number;
  processes: readonly SimulatedProcess[];
  /** Prometheus itself was away: nothing is written, not even `up`. */
  gaps?: readonly Span[];
}>;

/** A run that came to its end and was counted. Times are Unix seconds. */
export type Run = Readonly<{
  job: string;
  instance: string;
  start: number;
  end: number;
  durationSeconds: number;
  outcome: string;
  items: Items | undefined;
}>;

/** All that happened, for a test's own arithmetic; in the order of the runs' ends. */
export type Ledger = Readonly<{
  runs: readonly Run[];
  /** Started but cut off by the process's stop or the scenario's end. */
  unfinished: readonly Readonly<{ job: string; instance: string; start: number }>[];
}>;

/** The name the application's targets carry in the label `job` unless a process says otherwise. */
export const defaultScrapeJob = 'clipper';
