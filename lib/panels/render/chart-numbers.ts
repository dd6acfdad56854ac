import type { Panel } from '../panel.ts';

type Unit = Panel['unit'];

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const coarse = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A value in a legend or tooltip; a missing value is a dash, not a zero. */
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

/** Whether an axis up to a value is in minutes. */
export function isLongAxis(top: number, unit: Unit): boolean {
  return unit === 'seconds' && top > longSeconds;
}

/** An axis's ticks: short, and all in one unit. */
export function formatTicks(values: readonly number[], unit: Unit): string[] {
  if (unit !== 'seconds') return values.map(formatNumber);
  const isLong = isLongAxis(values.at(-1) ?? 0, unit);
  return values.map(value =>
    isLong ? `${formatNumber(value / 60)} min` : `${formatNumber(value)} s`,
  );
}
