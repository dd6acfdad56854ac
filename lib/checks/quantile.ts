/** A histogram's cumulative bucket: how many observations were at most `upperBound`. */
export type Bucket = Readonly<{ upperBound: number; count: number }>;

/** Above the largest finite bound a quantile is only known to be more than it. */
export const overflowFactor = 1.001;

/**
 * The quantile `q` (0..1) of a histogram, as Prometheus's `histogram_quantile` interpolates it,
 * but for its top: there the answer is 1.001 times the largest finite bound, which is over a limit
 * that equals the bound. `undefined` without an observation or a finite bound.
 */
export function quantile(q: number, buckets: readonly Bucket[]): number | undefined {
  const sorted = monotonic(buckets);
  const total = sorted.at(-1)?.count ?? 0;
  const top = sorted.findLast(bucket => Number.isFinite(bucket.upperBound))?.upperBound;
  if (total === 0 || top === undefined) return undefined;
  const rank = q * total;
  const index = sorted.findIndex(bucket => bucket.count >= rank);
  const bucket = sorted[index];
  if (bucket === undefined || !Number.isFinite(bucket.upperBound)) return overflowFactor * top;
  const below = sorted[index - 1] ?? { upperBound: Math.min(0, bucket.upperBound), count: 0 };
  const share = (rank - below.count) / (bucket.count - below.count);
  return below.upperBound + (bucket.upperBound - below.upperBound) * share;
}

/** Ascending bounds and counts that never fall; a bucket that gained nothing may be missing. */
function monotonic(buckets: readonly Bucket[]): Bucket[] {
  let least = 0;
  return buckets
    .toSorted((a, b) => a.upperBound - b.upperBound)
    .map(({ upperBound, count }) => {
      least = Math.max(least, count);
      return { upperBound, count: least };
    });
}
