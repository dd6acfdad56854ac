/** Matches days, hours, minutes and seconds in that order, each at most once, such as `1h30m`. */
export const durationPattern = /^(?=\d)(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/;

const unitSeconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** Parses a text that matches `durationPattern`. Gives seconds. */
export function parseDuration(text: string): number {
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit as keyof typeof unitSeconds],
    0,
  );
}

/** Formats whole seconds as the shortest text for `parseDuration`: 5400 is `1h30m`, 0 is `0s`. */
export function writeDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(unitSeconds)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}
