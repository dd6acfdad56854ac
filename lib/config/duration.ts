/** Days, hours, minutes and seconds in that order, each at most once: `90s`, `1h30m`, `1d`. */
export const durationPattern = /^(?=\d)(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/;

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** Seconds of a text that matches `durationPattern`. */
export function parseDuration(text: string): number {
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit as keyof typeof unitSeconds],
    0,
  );
}

/** Whole seconds as the shortest text that `parseDuration` reads: 5400 is `1h30m`, 0 is `0s`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(unitSeconds)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}
