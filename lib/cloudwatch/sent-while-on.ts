/** Decides whether a number that is 0 most of the time is worth sending. Times are Unix seconds. */
export type SentWhileOn = Readonly<{
  /** What an earlier process sent last, when this process begins. */
  recall: (value: number, at: number) => void;
  isSent: (value: number, at: number) => boolean;
}>;

/** A 0 is sent for this many seconds, so that every alarm sees it even if some calls fail. */
const endingSeconds = 1800;

/**
 * A metric is billed by the hours in which it is sent, so a 0 is sent only to end what was on. A
 * process without data about earlier ones assumes that the alarm was on.
 */
export function createSentWhileOn(): SentWhileOn {
  let lastOn: number | undefined;
  return {
    recall: (value, at) => {
      lastOn = value > 0 ? at : Number.NEGATIVE_INFINITY;
    },
    isSent: (value, at) => {
      lastOn = Math.max(lastOn ?? at, value > 0 ? at : Number.NEGATIVE_INFINITY);
      return at - lastOn <= endingSeconds;
    },
  };
}
