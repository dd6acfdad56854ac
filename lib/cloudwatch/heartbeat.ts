/**
 * The result of a round, published every minute as the metric `Heartbeat`: any value shows that the
 * judge ran, and only `whole` that everything could be judged.
 */
export const heartbeats = {
  /** No source answered. */
  askedInVain: 1,
  /** The answers were old, or a part of them was missing. */
  partial: 2,
  /** Every source is fresh and every check was judged. */
  whole: 3,
} as const;

export type Heartbeat = (typeof heartbeats)[keyof typeof heartbeats];
