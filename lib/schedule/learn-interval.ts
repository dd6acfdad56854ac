/** Intervals that people choose, in seconds: 1 min to 30 min, 1 h to 12 h, a day, a week. */
const roundIntervals = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map(minutes => minutes * 60),
  ...[1, 2, 3, 4, 6, 8, 12, 24, 168].map(hours => hours * 3_600),
];

/** How far a median may be from a round value that is meant. */
const snapShare = 0.1;

/**
 * Jitter is a matter of minutes: it shifts gaps of minutes by half, and gaps of days hardly at all.
 */
const jitterSeconds = 900;

/** If runs come at random, only about every third gap is as near to the median as with jitter. */
const nearShare = 0.7;

/** Share of the explained runs that may be missing or surplus. One hour off per day is 4 %. */
const tolerance = { even: 0.02, 'one-outage': 0.15 } as const;

/**
 * The interval of runs with these gaps, in seconds. `even`: hardly any run is missing;
 * `one-outage`: apart from the longest gap, few are. Undefined if the gaps have no common length.
 */
export function learnInterval(
  gaps: readonly number[],
  strictness: keyof typeof tolerance,
): Readonly<{ intervalSeconds: number }> | undefined {
  const { typicalSeconds, share } = findTypicalGap(gaps);
  if (share < nearShare) return undefined;
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), typicalSeconds);
  const outage = strictness === 'even' ? 0 : longest - typicalSeconds;
  const covered = (gaps.length * typicalSeconds) / (total - outage);
  // Jitter at both ends matters more if there are fewer gaps.
  const allowed = Math.max(tolerance[strictness], 0.5 / gaps.length);
  return Math.abs(covered - 1) <= allowed ? { intervalSeconds: snap(typicalSeconds) } : undefined;
}

/** The round interval within 10 percent, otherwise whole minutes. */
export function snap(seconds: number): number {
  const distance = (round: number) => Math.abs(Math.log(seconds / round));
  const nearest = roundIntervals.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  if (Math.abs(seconds - nearest) <= snapShare * nearest) return nearest;
  return Math.max(60, Math.round(seconds / 60) * 60);
}

/** The mean of the gaps near the median, in seconds, which jitter affects less, and their share. */
export function findTypicalGap(
  gaps: readonly number[],
): Readonly<{ typicalSeconds: number; share: number }> {
  const median = findMedian(gaps);
  const jitter = Math.max(0.1 * median, Math.min(0.5 * median, jitterSeconds));
  const near = gaps.filter(gap => Math.abs(gap - median) <= jitter);
  const total = near.reduce((sum, gap) => sum + gap, 0);
  const typicalSeconds = near.length === 0 ? median : total / near.length;
  return { typicalSeconds, share: near.length / gaps.length };
}

/** The middle of the values; 0 if there are none. */
function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return (low + high) / 2;
}
