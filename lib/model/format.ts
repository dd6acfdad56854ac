/** Seconds in a readable form, such as `5 min`, `1 h 30 min` or `2 d`. */
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

/** How long ago something was, in hours below two days: `24 h`, `36 h`, `3 d`. */
export function formatAge(seconds: number): string {
  const hours = seconds / 3_600;
  return Number.isInteger(hours) && hours >= 24 && hours < 48
    ? `${hours} h`
    : formatDuration(seconds);
}

/** A job's schedule for a sentence: `runs every 15 min`, `runs every hour`. */
export function formatSchedule(intervalSeconds: number | undefined): string {
  if (intervalSeconds === undefined) return 'runs at an unknown interval';
  const single = { 60: 'minute', 3600: 'hour', 86400: 'day' }[intervalSeconds];
  return `runs every ${single ?? formatDuration(intervalSeconds)}`;
}
