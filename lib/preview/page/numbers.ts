/** Unix seconds as `10:42`, UTC. */
export function formatClock(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16);
}

/** Unix seconds as `24 Nov 10:42`, UTC. */
export function formatMoment(at: number): string {
  return `${formatDay(at)} ${formatClock(at)}`;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Unix seconds as `24 Nov`, UTC. */
export function formatDay(at: number): string {
  const date = new Date(at * 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}

/** A length of time such as `45 min`, `1 h 30 min`, `2 d 4 h`. */
export function formatLength(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
