/** All times are Unix seconds. A fact belongs to the minute that ends at or after it, `at`. */

/** What ended in one minute. */
export type RunFact = Readonly<{
  at: number;
  succeeded: number;
  failed: number;
  skipped: number;
  other: number;
  /**
   * Bits of the targets on which failed and succeeded runs ended. Of up to 30 targets, each has its
   * own.
   */
  failedOn: number;
  succeededOn: number;
}>;

export type ItemFact = Readonly<{ at: number; succeeded: number; failed: number; skipped: number }>;

/**
 * `count` runs that took from `low` to `high` seconds; if both are equal, the duration is exact.
 */
export type DurationFact = Readonly<{ at: number; low: number; high: number; count: number }>;

/** A success at `time`, which became known at `at`. */
export type SuccessFact = Readonly<{ at: number; time: number }>;

/** The queue's size from this minute on. `undefined` means that it is no longer known. */
export type QueueFact = Readonly<{ at: number; size: number | undefined }>;

/** Minutes from `from` to `to`, both included. */
export type Stretch = Readonly<{ from: number; to: number }>;

/** Everything that is known of one job, each list in the order of time. */
export type JobFacts = Readonly<{
  runs: readonly RunFact[];
  items: readonly ItemFact[];
  durations: readonly DurationFact[];
  successes: readonly SuccessFact[];
  queue: readonly QueueFact[];
  /** When the job was suspended on purpose. */
  suspended: readonly Stretch[];
  /** When the job was watched: its target was up or its series were there. */
  watched: readonly Stretch[];
  /** Since when Prometheus has known its source, if this was queried. */
  watchedFrom: number | undefined;
  /** The first and the last minute at which any series of the job was seen. */
  seen: Stretch | undefined;
  /** The bounds of its histogram, ascending, without +Inf; empty if there is none. */
  bounds: readonly number[];
  /** In which hours of the last weeks it ran, if this was queried: for silent unlisted jobs. */
  hours?: RanHours | undefined;
}>;

/** Beginnings of hours in which a job ran, Unix seconds ascending, and since when they are known. */
export type RanHours = Readonly<{ from: number; ran: readonly number[] }>;
