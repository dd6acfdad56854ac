/**
 * What a round came to, published every minute as the metric `Heartbeat`: any value says that the
 * judge ran, and only `whole` that all of it could be judged.
 */
export const heartbeats = {
  /** No source answered. */
  askedInVain: 1,
  /** The answers were old, or a part of them is missing. */
  partial: 2,
  /** Every source is fresh and every check was judged. */
  whole: 3,
} as const;

export type Heartbeat = (typeof heartbeats)[keyof typeof heartbeats];
