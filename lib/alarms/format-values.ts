import type { LimitUnit } from '../checks/check.ts';
import { findAlert } from '../checks/index.ts';
import { formatDuration } from '../model/format.ts';
import type { AlertName } from '../model/job.ts';

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2, useGrouping: false });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2, useGrouping: false });

/** Two decimals at most; values below 0.1 keep two digits, such as a slow job's runs per minute. */
export function formatNumber(value: number): string {
  return (Math.abs(value) < 0.1 ? small : plain).format(value);
}

export function formatPercent(value: number): string {
  return `${formatNumber(value)} %`;
}

export function formatSeconds(value: number): string {
  return `${formatNumber(value)} s`;
}

const byUnit: Readonly<Record<LimitUnit, (value: number) => string>> = {
  percent: formatPercent,
  age: formatDuration,
  duration: formatSeconds,
  entries: value => `${formatNumber(value)} entries`,
  ratio: value => `${formatNumber(value)} times`,
};

/** A value or a limit of an alert, in the alert's own unit. */
export function formatAlertValue(alert: AlertName, value: number): string {
  return byUnit[findAlert(alert).unit](value);
}
