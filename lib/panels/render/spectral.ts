/** ColorBrewer's Spectral with eleven classes (Cynthia Brewer, 2002), from blue to red. */
const stops = [
  [94, 79, 162],
  [50, 136, 189],
  [102, 194, 165],
  [171, 221, 164],
  [230, 245, 152],
  [255, 255, 191],
  [254, 224, 139],
  [253, 174, 97],
  [244, 109, 67],
  [213, 62, 79],
  [158, 1, 66],
] as const;

/** The colour at `share` (0 to 1) of the scale, as `#rrggbb`. */
export function spectral(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[index], stops[index + 1]];
  const channel = (which: 0 | 1 | 2) => {
    const start = from?.[which] ?? 0;
    const value = Math.round(start + ((to?.[which] ?? 0) - start) * (place - index));
    return value.toString(16).padStart(2, '0');
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/**
 * The position of a count on the scale, from 1 to the largest. It is logarithmic, because a single
 * slow run must be visible beside the hundreds of runs of a job that runs every minute.
 */
export function findShare(count: number, largest: number): number {
  return largest <= 1 ? 0 : Math.log(Math.max(1, count)) / Math.log(largest);
}
