const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const coarse = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
/** A value as a legend or hover shows it; what is not there is a dash, which is not a zero. */
export function formatValue(value, unit) {
  if (value === null || value === undefined) return '–';
  const text = formatNumber(value);
  if (unit === 'seconds') return `${text} s`;
  return unit === 'percent' ? `${text} %` : text;
}
function formatNumber(value) {
  if (value === 0) return '0';
  if (Math.abs(value) < 0.1) return fine.format(value);
  return Math.abs(value) >= 100 ? coarse.format(value) : plain.format(value);
}
/** A tick of an axis: short, and seconds in minutes where they are many. */
export function formatTick(value, unit) {
  if (unit !== 'seconds') return formatNumber(value);
  return value >= 120 && value % 60 === 0 ? `${value / 60} min` : `${formatNumber(value)} s`;
}
/** Unix seconds as `10:42`, UTC. */
export function formatClock(at) {
  return new Date(at * 1000).toISOString().slice(11, 16);
}
/** Unix seconds as `24 Nov 10:42`, UTC. */
export function formatMoment(at) {
  return `${formatDay(at)} ${formatClock(at)}`;
}
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** Unix seconds as `24 Nov`, UTC. */
export function formatDay(at) {
  const date = new Date(at * 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}
/** A length of time such as `45 min`, `1 h 30 min`, `2 d 4 h`. */
export function formatLength(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
