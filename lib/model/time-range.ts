/** A stretch of time in Unix seconds. Both ends are whole minutes and included, where nothing else is said. */
export type TimeRange = Readonly<{ from: number; to: number }>;
