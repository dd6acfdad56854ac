import { formatDuration } from '../../model/format.ts';

/** `12:05 UTC`, with the date if it is another day than `now`, both in Unix seconds. */
export function formatTime(at: number, now: number): string {
  return `${formatClock(at, now, 'UTC')} UTC`;
}

/** The same, with the clock of another zone: `01:00 UTC (02:00 Europe/Berlin)`. */
export function formatZonedTime(at: number, now: number, timezone = 'UTC'): string {
  const utc = formatTime(at, now);
  return timezone === 'UTC' ? utc : `${utc} (${formatClock(at, now, timezone)} ${timezone})`;
}

function formatClock(at: number, now: number, timeZone: string): string {
  const format = (time: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(time * 1_000);
  const clock = format(at, { hour: '2-digit', minute: '2-digit' });
  const date = { day: 'numeric', month: 'short' } as const;
  const isToday =
    format(at, { ...date, year: 'numeric' }) === format(now, { ...date, year: 'numeric' });
  return isToday ? clock : `${format(at, date)} ${clock}`;
}

/** A window for `in the last ...`: `hour`, `day`, `15 min`. */
export function formatWindow(seconds: number): string {
  return { 60: 'minute', 3600: 'hour', 86400: 'day' }[seconds] ?? formatDuration(seconds);
}

/** An age in whole minutes, because seconds would be false precision. */
export function formatWholeMinutes(seconds: number): string {
  return seconds < 60 ? formatDuration(seconds) : formatDuration(Math.floor(seconds / 60) * 60);
}
