/** A series' value at one time. It may be NaN or infinite. */
export type Sample = Readonly<{ labels: Readonly<Record<string, string>>; value: number }>;

/** The result of an instant query, with the server's warnings. */
export type InstantAnswer = Readonly<{ samples: readonly Sample[]; warnings: readonly string[] }>;

/** A series over time. `times` are ascending Unix seconds; `values` has a value for each. */
export type Series = Readonly<{
  labels: Readonly<Record<string, string>>;
  times: readonly number[];
  values: readonly number[];
}>;

export type RangeAnswer = Readonly<{ series: readonly Series[]; warnings: readonly string[] }>;

/** A range in Unix seconds, including both ends, and its step in seconds. */
export type QueryRange = Readonly<{ from: number; to: number; stepSeconds: number }>;
