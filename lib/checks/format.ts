/** Seconds as people say them, such as `5 min`, `1 h 30 min` or `2 d`. */
export function formatDuration(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** A job's schedule for a sentence: `runs every 15 min`. */
export function formatSchedule(intervalSeconds: number | undefined): string {
  return intervalSeconds === undefined
    ? 'runs at an unknown interval'
    : `runs every ${formatDuration(intervalSeconds)}`;
}
