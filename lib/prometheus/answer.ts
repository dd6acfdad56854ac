/** One series' value at one minute, as Prometheus gave it: it may be NaN or infinite. */
export type Sample = Readonly<{ labels: Readonly<Record<string, string>>; value: number }>;

/** What one instant query gave. Warnings are the server's own words about the data. */
export type InstantAnswer = Readonly<{ samples: readonly Sample[]; warnings: readonly string[] }>;

/** One series over time: `times` in Unix seconds, ascending, with a value each. */
export type Series = Readonly<{
  labels: Readonly<Record<string, string>>;
  times: readonly number[];
  values: readonly number[];
}>;

export type RangeAnswer = Readonly<{ series: readonly Series[]; warnings: readonly string[] }>;

/** All in Unix seconds and seconds; both ends are included. */
export type Range = Readonly<{ from: number; to: number; stepSeconds: number }>;
