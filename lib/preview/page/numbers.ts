import type { Panel } from '../../panels/panel.ts';

type Unit = Panel['unit'];

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const coarse = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A value as a legend or hover shows it; what is not there is a dash, which is not a zero. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–';
  const text = formatNumber(value);
  if (unit === 'seconds') return `${text} s`;
  return unit === 'percent' ? `${text} %` : text;
}

function formatNumber(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) < 0.1) return fine.format(value);
  return Math.abs(value) >= 100 ? coarse.format(value) : plain.format(value);
}

/** Above this many seconds an axis is in minutes. */
const longSeconds = 180;

/** An axis's ticks: short, and all in one unit. */
export function formatTicks(values: readonly number[], unit: Unit): string[] {
  if (unit !== 'seconds') return values.map(formatNumber);
  const isLong = (values.at(-1) ?? 0) > longSeconds;
  return values.map(value =>
    isLong ? `${formatNumber(value / 60)} min` : `${formatNumber(value)} s`,
  );
}

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
