/**
 * A span of time in Unix seconds. Both ends are whole minutes and included, unless stated
 * otherwise.
 */
export type TimeRange = Readonly<{ from: number; to: number }>;
