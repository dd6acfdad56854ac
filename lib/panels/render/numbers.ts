/**
 * A rate that is readable from a distance: two decimals, or two digits if it is too small for that.
 */
export function formatRate(value: number): string {
  if (value === 0) return '0.00';
  if (value >= 1e6) return value.toExponential(1);
  if (value >= 100) return String(Math.round(value));
  return value < 0.0095 ? String(Number(value.toPrecision(2))) : value.toFixed(2);
}

/** Percent with at most one decimal; a value close to 0 or 100 is not rounded to it. */
export function formatPercent(value: number): string {
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value < 100 && value > 99.9) return '> 99.9 %';
  return value >= 1e6 ? `${value.toExponential(1)} %` : `${Number(value.toFixed(1))} %`;
}

/**
 * The value that the checks give for a run in the bucket above the largest bound: a thousandth
 * more.
 */
const overflowFactor = 1.0011;

/** Seconds with one decimal; a run above the largest bucket is only known as `> 600`. */
export function formatSeconds(value: number, topBoundSeconds: number | undefined): string {
  const isOverflow =
    topBoundSeconds !== undefined &&
    value > topBoundSeconds &&
    value <= topBoundSeconds * overflowFactor;
  if (isOverflow) return `> ${topBoundSeconds}`;
  return value >= 1e6 ? value.toExponential(1) : value.toFixed(1);
}

/** An age of seconds as whole minutes, hours with minutes, or days with hours. */
export function formatPanelAge(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A bucket's bound in the largest unit that keeps it short: `0.5 s`, `30 s`, `10 min`. */
export function formatBound(seconds: number): string {
  if (seconds >= 3600 && seconds % 1800 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 30 === 0) return `${seconds / 60} min`;
  return `${Number(seconds.toPrecision(3))} s`;
}

/** Unix seconds as `10:42`, UTC. */
export function formatTime(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16);
}

/** Unix seconds as `24 Nov`, UTC. */
export function formatDay(at: number): string {
  return new Date(at * 1000).toUTCString().slice(5, 11);
}

/** Unix seconds as `2026-11-24 10:42 UTC`. */
export function formatMoment(at: number): string {
  const text = new Date(at * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
